import { sql } from "drizzle-orm";
import type { RefusalCheck } from "#core/customer/refused-request.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface RefusalRow {
  minute: Date;
  count: number;
  check: RefusalCheck;
  /** Null stands for further addresses that were not listed for that minute. */
  address: string | null;
  tokenName: string;
  tokenHint: string;
}

/** Whole minutes, newest first: the last minute is complete, so that the next page can start before it. */
export async function selectRefusals(
  db: Executor,
  accountId: number,
  before: Date | undefined,
  limit: number,
): Promise<RefusalRow[]> {
  const earlier = before ? sql`and minute < ${before.toISOString()}::timestamptz` : sql``;
  // Raw rows return timestamps as text.
  const rows = await db.execute<{ [K in keyof RefusalRow]: K extends "minute" ? string : RefusalRow[K] }>(sql`
    select r.minute, r.count, r."check", host(r.address) as address,
      t.name as "tokenName", t.hint as "tokenHint"
    from (
      select * from refusals where account_id = ${accountId} ${earlier}
      order by minute desc fetch first ${sql.raw(String(limit))} rows with ties
    ) r
    join api_tokens t on t.id = r.token_id
    order by r.minute desc, r.count desc, t.id, r."check", r.address`);
  return rows.map((row) => ({ ...row, minute: new Date(row.minute) }));
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

/** Refused requests of all accounts since a time, by check. */
export async function countRefusals(db: Executor, since: Date): Promise<Map<RefusalCheck, number>> {
  const rows = await db.execute<{ check: RefusalCheck; count: number }>(sql`
    select "check", sum(count)::float8 as count from refusals
    where minute >= ${since.toISOString()}::timestamptz group by "check"`);
  return new Map(rows.map(({ check, count }) => [check, count]));
}
