import { sql } from "drizzle-orm";
import type { Executor } from "#runtime/database/pools.ts";

/** The texts that can be sent: those of the versions in use, of accounts that are not suspended. */
export async function selectSentTexts(db: Executor) {
  return [
    ...(await db.execute<{ templateId: number; accountId: number; versionId: number; language: 0 | 1 }>(sql`
      select t.id as "templateId", t.account_id as "accountId", v.id as "versionId", spoken.language
      from templates t
      join template_versions v on v.id = t.serving_version_id
      join accounts a on a.id = t.account_id
      cross join (values (0::smallint), (1::smallint)) as spoken (language)
      where t.archived_at is null and a.status = 'active'
        and case spoken.language when 0 then v.arabic else v.english end is not null
      order by t.id, spoken.language`)),
  ];
}

/** The latest messages that are examined, and how long a report may wait for its message. */
const LATEST = 5_000;
const PARKED_MINUTES = 10;

/** The providers of which many reports match no message, and whose latest messages have no report at all. */
export async function selectUnmatchedReports(db: Executor, atLeast: number) {
  return [
    ...(await db.execute<{ name: string; kind: string; parked: number }>(sql`
      with parked as (
        select provider_id, count(*)::int as parked from parked_reports
        where created_at < now() - ${PARKED_MINUTES} * interval '1 minute' group by provider_id
      ), latest as (
        select provider_id, bool_or(status = 'delivered' or problem is not distinct from 'undelivered') as reported
        from (select provider_id, status, problem from messages order by id desc limit ${LATEST}) m
        group by provider_id
      )
      select p.name, p.kind, parked.parked
      from parked join providers p on p.id = parked.provider_id join latest on latest.provider_id = p.id
      where p.removed_at is null and parked.parked >= ${atLeast} and not latest.reported
      order by p.position`)),
  ];
}
