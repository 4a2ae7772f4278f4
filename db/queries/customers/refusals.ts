import { sql } from "drizzle-orm";
import type { AccountName } from "#core/customer/account-name.ts";
import type { RefusalCheck } from "#core/customer/refused-request.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface RefusalSum {
  check: RefusalCheck;
  /** Of the last 24 hours. */
  day: number;
  count: number;
  lastMinute: Date;
}

export async function selectRefusalSums(
  db: Executor,
  accountId: number,
  days: number,
): Promise<RefusalSum[]> {
  // Raw rows return timestamps as text.
  const rows = await db.execute<Omit<RefusalSum, "lastMinute"> & { lastMinute: string }>(sql`
    select "check", sum(count)::float8 as count, max(minute) as "lastMinute",
      coalesce(sum(count) filter (where minute > now() - interval '24 hours'), 0)::float8 as day
    from refusals where account_id = ${accountId} and minute > now() - make_interval(days => ${days})
    group by "check" order by count desc, "check"`);
  return rows.map((row) => ({ ...row, lastMinute: new Date(row.lastMinute) }));
}

export interface RefusedAddressRow {
  address: string;
  count: number;
  lastMinute: Date;
  /** Whether it is on the whitelist by now. */
  allowed: boolean;
}

const MOST_ADDRESSES = 50;

export async function selectRefusedAddresses(
  db: Executor,
  accountId: number,
  days: number,
): Promise<RefusedAddressRow[]> {
  const rows = await db.execute<{ address: string; count: number; lastMinute: string; allowed: boolean }>(sql`
    select host(r.address) as address, r.count::float8 as count, r.last_minute as "lastMinute",
      exists (
        select from whitelist_entries w where w.account_id = ${accountId} and w.range >>= r.address
      ) as allowed
    from (
      select address, sum(count) as count, max(minute) as last_minute
      from refusals
      where account_id = ${accountId} and "check" = 'address' and address is not null
        and minute > now() - make_interval(days => ${days})
      group by address
      order by last_minute desc, count desc
      limit ${MOST_ADDRESSES}
    ) r
    order by r.last_minute desc, r.count desc`);
  return rows.map((row) => ({ ...row, lastMinute: new Date(row.lastMinute) }));
}

export interface RefusalCount {
  check: RefusalCheck;
  accountId: number;
  accountName: AccountName;
  count: number;
}

/** Refused requests since a time by account and check, the most frequent first. */
export async function countRefusals(db: Executor, since: Date): Promise<RefusalCount[]> {
  const rows = await db.execute<RefusalCount & Record<string, unknown>>(sql`
    select r."check", r.account_id as "accountId", json_build_object('name', a.name, 'arabicName', a.arabic_name) as "accountName", r.count from (
      select "check", account_id, sum(count)::float8 as count from refusals
      where minute >= ${since.toISOString()}::timestamptz group by "check", account_id
    ) r join accounts a on a.id = r.account_id
    order by r.count desc, r.account_id, r."check"`);
  return [...rows];
}
