import { sql } from "drizzle-orm";
import { orphansQuery } from "#db/references.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type LedgerCheck =
  | "credits"
  | "granted"
  | "owners"
  | "references"
  | "attempts"
  | "pending"
  | "unknown"
  | "templates";

/** The maximum number of findings listed per check. */
const NAMED = 20;

/**
 * Inconsistencies between messages, subscriptions and templates. One statement, hence one snapshot, so that it is
 * correct while sends go on. Empty if all is well.
 */
export async function ledgerFindings(db: Executor): Promise<{ check: LedgerCheck; finding: string }[]> {
  const rows = await db.execute<{ check: LedgerCheck; finding: string }>(sql`
    with charged as (
      select subscription_id, sum(credits) filter (where status <> 'failed') as credits
      from messages group by subscription_id
    )
    (
      select 'credits' as check, format('subscription %s has used %s of %s, its messages hold %s and deleted ones %s',
        s.id, s.used, s.quota, coalesce(c.credits, 0), s.used_by_deleted) as finding
      from subscriptions s left join charged c on c.subscription_id = s.id
      where s.used <> coalesce(c.credits, 0) + s.used_by_deleted or s.used not between 0 and s.quota
      order by s.id limit ${NAMED}
    ) union all (
      select 'granted', format('subscription %s has a quota of %s, its history grants %s', s.id, s.quota, g.granted)
      from subscriptions s cross join lateral (
        select coalesce(sum(c.credits), 0) as granted from subscription_changes c where c.subscription_id = s.id
      ) g
      where s.quota <> g.granted
      order by s.id limit ${NAMED}
    ) union all (
      select 'owners', format('message %s of account %s is charged to account %s and says what account %s wrote',
        m.id, m.account_id, s.account_id, t.account_id)
      from messages m
      left join subscriptions s on s.id = m.subscription_id
      left join template_versions v on v.id = m.template_version_id
      left join templates t on t.id = v.template_id
      where (m.account_id = s.account_id and m.account_id = t.account_id) is not true
      order by m.id limit ${NAMED}
    ) union all (
      select 'references', finding from (${sql.raw(orphansQuery)}) orphans
    ) union all (
      select 'attempts', format('message %s, which is %s, has the attempts %s', m.id, m.status, tried.states)
      from (
        select message_id, string_agg(state::text, ', ' order by ordinal) as states, max(ordinal) as last,
          count(*) as attempts,
          bool_or(state = 'pending') as open,
          (array_agg(state order by ordinal desc))[1] as state,
          (array_agg(provider_id order by ordinal desc))[1] as provider_id
        from message_attempts group by message_id
      ) tried join messages m on m.id = tried.message_id
      where tried.attempts <> tried.last or tried.attempts = 1
        or tried.open <> (m.status = 'pending') or tried.provider_id is distinct from m.provider_id
        or (tried.state = 'rejected') <> coalesce(m.problem in ('recipient_refused', 'text_refused', 'refused', 'not_taken'), false)
        or exists (
          select from message_attempts a
          where a.message_id = m.id and a.ordinal < tried.last and a.state <> 'rejected'
        )
      order by m.id limit ${NAMED}
    ) union all (
      select 'pending', format('message %s is pending since %s', id, created_at)
      from messages where status = 'pending' and created_at < now() - interval '15 minutes'
      order by created_at limit ${NAMED}
    ) union all (
      select 'unknown', format('message %s is unknown since %s', id, created_at)
      from messages where problem = 'unknown' and created_at < now() - interval '25 hours'
      order by created_at limit ${NAMED}
    ) union all (
      select 'templates', format('template %s serves version %s, which is %s and of template %s',
        t.id, v.id, v.status, v.template_id)
      from templates t join template_versions v on v.id = t.serving_version_id
      where v.status <> 'approved' or v.template_id <> t.id
      order by t.id limit ${NAMED}
    )`);
  return [...rows];
}
