import { sql } from "drizzle-orm";
import type { AccountName } from "#core/customer/account-name.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface WaitingRow {
  templateId: number;
  templateName: string;
  accountId: number;
  accountName: AccountName;
  submittedAt: Date;
}

/** Versions awaiting review, the longest waiting first, and their total number. */
export async function selectWaiting(
  db: Executor,
  limit: number,
): Promise<{ rows: WaitingRow[]; count: number }> {
  const rows = await db.execute<Omit<WaitingRow, "submittedAt"> & { submitted: number; count: number }>(sql`
    select t.id as "templateId", t.name as "templateName", a.id as "accountId", json_build_object('name', a.name, 'arabicName', a.arabic_name) as "accountName",
      extract(epoch from v.submitted_at)::float8 as submitted, count(*) over ()::int as count
    from template_versions v join templates t on t.id = v.template_id join accounts a on a.id = t.account_id
    where v.status = 'pending' and t.archived_at is null
    order by v.submitted_at, v.id limit ${limit}`);
  return {
    rows: rows.map(({ submitted, count: _, ...row }) => ({
      ...row,
      submittedAt: new Date(submitted * 1000),
    })),
    count: rows[0]?.count ?? 0,
  };
}

export interface CreditRow {
  accountId: number;
  accountName: AccountName;
  /** Over the current subscriptions; both 0 if there is none. */
  quota: number;
  used: number;
  /** When the last of them ends or ended; null if none was left to run. */
  endsAt: Date | null;
  /** The one that ends last; null as above. */
  subscriptionId: number | null;
  plan: string | null;
}

/**
 * Active accounts that will soon be unable to send, no longer can, or cannot yet: little credit left, an end that is
 * near or recent, or a new account without a subscription. Accounts with a subscription that is yet to begin are left
 * out. `stopped` counts those that cannot send now; they come first.
 */
export async function selectShortOfCredit(
  db: Executor,
  near: { share: number; days: number; lately: number; limit: number | null },
): Promise<{ rows: CreditRow[]; count: number; stopped: number }> {
  const rows = await db.execute<
    Omit<CreditRow, "endsAt"> & { ends: number | null; count: number; stopped: number }
  >(sql`
    with held as (
      select a.id, a.name, a.arabic_name, coalesce(bool_or(s.starts_at > now()), false) as renewed, max(s.ends_at) as ends_at,
        (array_agg(s.id order by s.ends_at desc, s.id desc))[1] as last_id,
        (array_agg(s.plan order by s.ends_at desc, s.id desc))[1] as last_plan,
        coalesce(bool_or(s.renews_at > now()), false) as renews,
        -- Of an account without a subscription the time since which it has none.
        coalesce(max(s.ends_at), (select max(c.ends_at) from subscriptions c where c.account_id = a.id), a.created_at)
          as since,
        coalesce(sum(s.quota) filter (where now() >= s.starts_at and now() < s.ends_at), 0)::float8 as quota,
        coalesce(sum(s.used) filter (where now() >= s.starts_at and now() < s.ends_at), 0)::float8 as used
      from accounts a left join subscriptions s on s.account_id = a.id and s.status = 'active'
      where a.status = 'active' group by a.id
    )
    select id as "accountId", json_build_object('name', name, 'arabicName', arabic_name) as "accountName", quota, used, extract(epoch from ends_at)::float8 as ends,
      last_id as "subscriptionId", last_plan as plan, count(*) over ()::int as count, (count(*) filter (where quota <= used) over ())::int as stopped
    from held
    where not renewed and case
      when quota = 0 then since > now() - make_interval(days => ${near.lately})
      else used >= quota * ${near.share}::float8 or (not renews and ends_at < now() + make_interval(days => ${near.days})) end
    order by (quota > used), (ends_at is null), least(since, case when used >= quota * ${near.share}::float8 then now() end), id
    limit ${near.limit}`);
  return {
    rows: rows.map(({ ends, count: _, stopped: __, ...row }) => ({
      ...row,
      endsAt: ends === null ? null : new Date(ends * 1000),
    })),
    count: rows[0]?.count ?? 0,
    stopped: rows[0]?.stopped ?? 0,
  };
}
