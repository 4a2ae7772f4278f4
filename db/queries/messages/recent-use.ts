import { sql } from "drizzle-orm";
import { MOST_COUNTED, RECENT_DAYS } from "#core/message/recent-use.ts";
import type { Executor } from "#runtime/database/pools.ts";

/**
 * How many messages each of these templates has had lately, up to one more than `MOST_COUNTED`. Found in the index of
 * the log's facets, by the account's tokens and the template's versions, so that the length of the log does not count.
 */
export async function selectRecentUse(
  db: Executor,
  accountId: number,
  templateIds: number[],
): Promise<Map<number, number>> {
  if (templateIds.length === 0) return new Map();
  const rows = await db.execute<{ id: number; count: number }>(sql`
    select wanted.id, (
      select count(*)::int from (
        select from messages m
        where m.account_id = ${accountId}
          and coalesce(m.token_id, 0) = any (array(
            select 0 union all select id from api_tokens where account_id = ${accountId}))
          and m.template_version_id = any (array(
            select v.id from template_versions v where v.template_id = wanted.id))
          and m.language in (0, 1) and m.created_at > now() - make_interval(days => ${RECENT_DAYS})
        limit ${MOST_COUNTED + 1}
      ) counted
    ) as count
    from unnest(${`{${templateIds.join(",")}}`}::int[]) as wanted (id)`);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
