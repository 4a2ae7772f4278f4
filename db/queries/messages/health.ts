import { sql } from "drizzle-orm";
import type { CarrierFigures } from "#core/gateway/carrier.ts";
import type { providers } from "#db/schema/providers/providers.ts";
import { jobsSchema } from "#runtime/database/home-schema.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { answerHash } from "./message-log-filter.ts";

export interface ProviderHealth extends CarrierFigures {
  id: number;
  name: string;
  kind: (typeof providers.$inferSelect)["kind"];
  enabled: boolean;
  takesOver: boolean;
}

/** Rejected by a provider: core/message/reasons.ts. */
const rejected = sql`m.problem in ('recipient_refused', 'text_refused', 'refused', 'not_taken')`;
const accepted = sql`(m.status in ('sent', 'delivered') or m.problem in ('undelivered', 'released'))`;
const due = sql`(${accepted} and m.settled_at < now() - interval '5 minutes')`;

/** Outcomes of the last hour's messages by provider: of the latest `most` messages if there were more. */
export async function selectProviderHealth(db: Executor, most: number): Promise<ProviderHealth[]> {
  const rows = await db.execute<ProviderHealth & Record<string, unknown>>(sql`
    with latest as (
      select * from (select * from messages order by id desc limit ${most}) m
      where m.created_at > now() - interval '1 hour' and m.settled_at is not null
    ), passed_on as (
      select a.provider_id, count(*)::int as rejected
      from latest m join message_attempts a on a.message_id = m.id and a.provider_id <> m.provider_id
      where a.state = 'rejected' group by a.provider_id
    )
    select p.id, p.name, p.kind, p.enabled, p.takes_over as "takesOver",
      count(*) filter (where ${accepted})::int as accepted,
      count(*) filter (where ${rejected})::int
        + coalesce(max(passed_on.rejected), 0) as rejected,
      count(*) filter (where m.problem = 'unknown')::int as unknown,
      (percentile_cont(0.5) within group
        (order by 1000 * extract(epoch from m.settled_at - coalesce(own.started_at, m.created_at))))::float8
        as "answerMs",
      (percentile_cont(0.95) within group
        (order by 1000 * extract(epoch from m.settled_at - coalesce(own.started_at, m.created_at))))::float8
        as "answerP95Ms",
      count(*) filter (where m.status = 'delivered')::int as delivered,
      count(*) filter (where m.problem = 'undelivered')::int as undelivered,
      (percentile_cont(0.5) within group (order by 1000 * extract(epoch from m.closed_at - m.settled_at))
        filter (where m.status = 'delivered'))::float8 as "reportMs",
      (percentile_cont(0.95) within group (order by 1000 * extract(epoch from m.closed_at - m.settled_at))
        filter (where m.status = 'delivered'))::float8 as "reportP95Ms",
      count(*) filter (where ${due})::int as due,
      count(*) filter (where ${due} and m.status = 'delivered')::int as "dueDelivered",
      count(*) filter (where ${due} and m.problem = 'undelivered')::int as "dueUndelivered",
      (array_agg(m.provider_response order by m.id desc) filter (where ${rejected} or m.problem = 'unknown'))[1]
        as "lastError",
      to_json(max(m.settled_at) filter (where ${rejected} or m.problem = 'unknown')) #>> '{}' as "lastErrorAt"
    from providers p left join latest m on m.provider_id = p.id
      left join message_attempts own on own.message_id = m.id and own.provider_id = m.provider_id
      left join passed_on on passed_on.provider_id = p.id
    where p.removed_at is null group by p.id order by p.position, p.id`);
  return [...rows];
}

/** What was reported of messages before this id, as many as `most`, of the day before. */
export async function selectUsualReports(
  db: Executor,
  { before, most }: { before: number; most: number },
): Promise<Map<string, { accepted: number; delivered: number; undelivered: number }>> {
  const rows = await db.execute<{
    name: string;
    accepted: number;
    delivered: number;
    undelivered: number;
  }>(sql`
    select p.name, count(*)::int as accepted, count(*) filter (where m.status = 'delivered')::int as delivered,
      count(*) filter (where m.problem = 'undelivered')::int as undelivered
    from (select * from messages where id < ${before} order by id desc limit ${most}) m
    join providers p on p.id = m.provider_id
    where m.created_at > now() - interval '25 hours' and ${accepted} group by p.name`);
  return new Map(rows.map(({ name, ...counts }) => [name, counts]));
}

export interface FailureAnswer {
  answer: string | null;
  /** The filter for messages with this answer. */
  hash: string;
  count: number;
}

/** Providers' answers to failed messages among the latest ones, the most frequent first. */
export async function selectFailureAnswers(
  db: Executor,
  { since, most, limit }: { since: Date; most: number; limit: number },
): Promise<FailureAnswer[]> {
  const rows = await db.execute<FailureAnswer & Record<string, unknown>>(sql`
    select nullif(provider_response, '') as answer, ${answerHash(sql`provider_response`)} as hash,
      count(*)::int as count
    from (select * from messages order by id desc limit ${most}) m
    where ${rejected} and m.created_at >= ${since.toISOString()}::timestamptz
    group by 1, 2 order by 3 desc, 1 limit ${limit}`);
  return [...rows];
}

export interface DatabaseHealth {
  version: string;
  bytes: number;
  connections: number;
  mostConnections: number;
}

export async function selectDatabaseHealth(db: Executor): Promise<DatabaseHealth> {
  const [row] = await db.execute<DatabaseHealth & Record<string, unknown>>(sql`
    select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
      current_setting('max_connections')::int as "mostConnections"`);
  return row!;
}

export interface JobHealth {
  name: string;
  /** When it last completed, and how long that took; null if never, or more than a day ago. */
  doneAt: Date | null;
  tookMs: number | null;
  /** Of the last day. */
  runs: number;
  failures: number;
  /** Whether the last run failed. */
  failed: boolean;
  /** For how many minutes a run has been waiting to be picked up. */
  overdue: number | null;
}

/** The scheduled jobs of this installation. Empty if no server has ever run. */
export async function selectJobHealth(db: Executor): Promise<JobHealth[]> {
  const [job, schedule] = ["job", "schedule"].map((table) => `${jobsSchema()}.${table}`);
  const [there] = await db.execute<{ there: boolean }>(sql`
    select to_regclass(${job}) is not null and to_regclass(${schedule}) is not null as there`);
  if (!there!.there) return [];
  const rows = await db.execute<{
    name: string;
    done: number | null;
    took: number | null;
    runs: number;
    failures: number;
    failed: boolean | null;
    overdue: number | null;
  }>(sql`
    select s.name, extract(epoch from done.at)::float8 as done, done.took, runs.all as runs,
      runs.failed as failures, last.state = 'failed' as failed,
      (extract(epoch from now() - waiting.since) / 60)::float8 as overdue
    from (select distinct name from ${sql.raw(schedule!)}) s
    left join lateral (
      select j.completed_on as at, 1000 * extract(epoch from j.completed_on - j.started_on)::float8 as took
      from ${sql.raw(job!)} j where j.name = s.name and j.state = 'completed'
      order by j.completed_on desc limit 1
    ) done on true
    left join lateral (
      select count(*)::int as all, count(*) filter (where j.state = 'failed')::int as failed
      from ${sql.raw(job!)} j where j.name = s.name and j.completed_on > now() - interval '1 day'
    ) runs on true
    left join lateral (
      select j.state::text from ${sql.raw(job!)} j where j.name = s.name and j.completed_on is not null
      order by j.completed_on desc limit 1
    ) last on true
    left join lateral (
      select min(j.start_after) as since from ${sql.raw(job!)} j
      where j.name = s.name and j.state in ('created', 'retry') and j.start_after < now()
    ) waiting on true
    order by s.name`);
  return rows.map(({ name, done, took, runs, failures, failed, overdue }) => ({
    name,
    doneAt: done === null ? null : new Date(done * 1000),
    tookMs: took,
    runs,
    failures,
    failed: failed === true,
    overdue,
  }));
}
