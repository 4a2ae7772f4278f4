import { sql } from "drizzle-orm";
import type { Executor } from "#runtime/database/pools.ts";
import type { CountMark } from "./message-counts.ts";

/**
 * The messages of some of an account's templates, of today and the six days before by days of the time zone: those counted
 * by the hour, and those since the mark, which are not counted yet. To be read in one snapshot with the mark.
 */
export async function selectTemplateUsage(
  db: Executor,
  {
    accountId,
    templateIds,
    mark,
    timeZone,
  }: { accountId: number; templateIds: number[]; mark: CountMark | null; timeZone: string },
): Promise<Map<number, number>> {
  const until = (mark?.until ?? new Date(0)).toISOString();
  const rows = await db.execute<{ templateId: number; count: number }>(sql`
    with start as (
      select (date_trunc('day', now() at time zone ${timeZone}) - interval '6 days') at time zone ${timeZone} as week
    ), listed as (
      select id from templates where account_id = ${accountId} and id = any (${`{${templateIds.join(",")}}`}::int[])
    ), used as (
      select c.template_id, c.count from template_counts c
      where c.template_id in (select id from listed)
        and c.hour >= (select week from start) and c.hour < ${until}::timestamptz
      union all
      select v.template_id, 1 from messages m join template_versions v on v.id = m.template_version_id
      where m.account_id = ${accountId} and v.template_id in (select id from listed)
        and m.created_at >= greatest(${until}::timestamptz, (select week from start))
    )
    select template_id as "templateId", sum(count)::float8 as count from used group by 1`);
  return new Map(rows.map(({ templateId, count }) => [templateId, count]));
}
