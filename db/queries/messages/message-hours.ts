import { type SQL, sql } from "drizzle-orm";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { FailureReason } from "#core/message/reasons.ts";
import type { Executor } from "#runtime/database/pools.ts";

/**
 * The send log has no index on time alone, which would cost every send. Ids come from one sequence, and `created_at` is
 * the start of the transaction that took the id, so ids grow with time except for the length of a transaction. A bound
 * in time therefore becomes a bound in ids with a margin of some minutes, combined with the exact condition on the
 * time.
 */
export const MARGIN_MS = 5 * 60_000;

/**
 * An id that is not above that of any message from `time` on. Found by binary search: about thirty look-ups in the
 * primary key.
 */
export async function firstIdSince(db: Executor, time: Date): Promise<number> {
  const [row] = await db.execute<{ id: number }>(sql`
    with recursive search as (
      select coalesce(min(id), 1) as low, coalesce(max(id), 0) + 1 as high from messages
      union all
      select case when probe.earlier then probe.id + 1 else low end, case when probe.earlier then high else middle end
      from search cross join lateral (select (low + high) / 2 as middle) m cross join lateral (
        select id, created_at < ${new Date(time.getTime() - MARGIN_MS).toISOString()}::timestamptz as earlier
        from messages where id >= middle order by id limit 1
      ) probe
      where low < high
    )
    select max(low)::float8 as id from search`);
  return row!.id;
}

/** An outcome as counted: the status or, for failed messages, the reason. */
export type CountedKind = Exclude<MessageStatus, "failed"> | FailureReason;

/** The mobile operator of a number: the one with the longest of the prefixes that it begins with. */
const operatorOf = sql`(
  select p.operator_id from operator_prefixes p where starts_with(m.number, p.prefix)
  order by length(p.prefix) desc limit 1
)`;

/**
 * The messages (`messages m`) that match `where`, grouped by hour, account, subscription, kind, step and operator, and by
 * token and template version if asked.
 */
function grouped(where: SQL, byUse = false): SQL {
  const use = byUse
    ? sql`m.token_id, m.template_version_id as version_id`
    : sql`null::int as token_id, null::int as version_id`;
  return sql`
    select m.account_id, m.subscription_id, date_trunc('hour', m.created_at, 'UTC') as hour, k.kind,
      case when k.kind = 'delivered' then
        floor(4 * ln(greatest(1, 1000 * extract(epoch from m.closed_at - m.created_at))::float8) / ln(2::float8))::int
      end as step,
      -- Only of failed messages, which are few.
      case when m.status = 'failed' then coalesce(${operatorOf}, 0) end as operator,
      ${use},
      count(*)::int as count, sum(m.credits)::int as credits
    from messages m cross join lateral (
      select coalesce(m.problem::text, m.status::text) as kind
    ) k
    where ${where}
    group by 1, 2, 3, 4, 5, 6, 7, 8`;
}

export interface HourRow {
  accountId: number;
  subscriptionId: number;
  /** In ISO format. */
  hour: string;
  kind: CountedKind;
  step: number | null;
  /** Of failed messages; 0 for numbers of no operator. */
  operator: number | null;
  count: number;
  credits: number;
}

/** Messages from `from` on that are not counted yet, of one account or of all. */
export async function selectLiveHours(
  db: Executor,
  { accountId, firstId, from }: { accountId: number | "all"; firstId: number; from: Date },
): Promise<HourRow[]> {
  const whose = accountId === "all" ? sql`` : sql`and m.account_id = ${accountId}`;
  const where = sql`m.id >= ${firstId} and m.created_at >= ${from.toISOString()}::timestamptz ${whose}`;
  const rows = await db.execute<HourRow & Record<string, unknown>>(sql`
    select account_id as "accountId", subscription_id as "subscriptionId",
      to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour, kind, step, operator, count, credits
    from (${grouped(where)}) g`);
  return [...rows];
}

/** Recounts the hours from `from` to `until`, in the caller's transaction. */
export async function writeHours(tx: Executor, from: Date, until: Date): Promise<void> {
  const [low, high] = [
    await firstIdSince(tx, from),
    await firstIdSince(tx, new Date(until.getTime() + 2 * MARGIN_MS)),
  ];
  const within = sql`${from.toISOString()}::timestamptz and hour < ${until.toISOString()}::timestamptz`;
  await tx.execute(sql`delete from message_counts where hour >= ${within}`);
  await tx.execute(sql`delete from delivery_times where hour >= ${within}`);
  await tx.execute(sql`delete from failure_counts where hour >= ${within}`);
  await tx.execute(sql`delete from token_counts where hour >= ${within}`);
  await tx.execute(sql`delete from template_counts where hour >= ${within}`);
  const where = sql`m.id >= ${low} and m.id < ${high}
    and m.created_at >= ${from.toISOString()}::timestamptz and m.created_at < ${until.toISOString()}::timestamptz`;
  const of = (kind: CountedKind) => sql`coalesce(sum(count) filter (where kind = ${kind}), 0)`;
  const failed = sql`operator is not null`;
  await tx.execute(sql`
    with grouped as materialized (${grouped(where, true)}), times as (
      insert into delivery_times (account_id, hour, step, count)
      select account_id, hour, step, sum(count) from grouped where step is not null group by 1, 2, 3
    ), failures as (
      insert into failure_counts (account_id, hour, reason, operator_id, count)
      select account_id, hour, kind::message_problem, operator, sum(count) from grouped where ${failed} group by 1, 2, 3, 4
    ), tokens as (
      insert into token_counts (token_id, hour, count)
      select token_id, hour, sum(count) from grouped where token_id is not null group by 1, 2
    ), templates as (
      insert into template_counts (template_id, hour, count)
      select v.template_id, g.hour, sum(g.count) from grouped g join template_versions v on v.id = g.version_id group by 1, 2
    )
    insert into message_counts (account_id, subscription_id, hour, pending, sent, delivered, unknown, refused,
      undelivered, released, charged, returned)
    select account_id, subscription_id, hour, ${of("pending")}, ${of("sent")}, ${of("delivered")}, ${of("unknown")},
      coalesce(sum(count) filter (where ${failed} and kind not in ('undelivered', 'released')), 0),
      ${of("undelivered")}, ${of("released")}, sum(credits), coalesce(sum(credits) filter (where ${failed}), 0)
    from grouped group by 1, 2, 3`);
}

/** Hours with messages that failed lately, though they are old. Reads all failed messages, which are few. */
export async function selectHoursClosedLate(
  db: Executor,
  { from, until, closedSince }: { from: Date; until: Date; closedSince: Date },
): Promise<Date[]> {
  const rows = await db.execute<{ start: number }>(sql`
    select distinct extract(epoch from date_trunc('hour', created_at, 'UTC'))::float8 as start from messages
    where problem is not null and problem <> 'unknown' and closed_at > ${closedSince.toISOString()}::timestamptz
      and created_at >= ${from.toISOString()}::timestamptz and created_at < ${until.toISOString()}::timestamptz
    order by start`);
  return rows.map(({ start }) => new Date(start * 1000));
}

/** The hour of the oldest message that still exists; null if there is none. */
export async function oldestHour(db: Executor): Promise<Date | null> {
  const [row] = await db.execute<{ hour: string }>(sql`
    select to_char(date_trunc('hour', created_at, 'UTC') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour
    from messages order by id limit 1`);
  return row ? new Date(row.hour) : null;
}

/**
 * Puts the counts of each day before that of `time` together in the row of its first hour, and deletes what only charts read.
 * What is together already is left as it is.
 */
export async function sumUpDaysBefore(db: Executor, time: Date, zone: string): Promise<void> {
  const day = (at: SQL) => sql`date_trunc('day', ${at} at time zone ${zone}) at time zone ${zone}`;
  const until = day(sql`${time.toISOString()}::timestamptz`);
  const counts = [
    "pending",
    "sent",
    "delivered",
    "unknown",
    "refused",
    "undelivered",
    "released",
    "charged",
    "returned",
  ];
  const each = (write: (name: string) => string) => sql.raw(counts.map(write).join(", "));
  await db.execute(sql`
    with hours as (
      delete from message_counts where hour < ${until} and hour <> ${day(sql`hour`)} returning *
    )
    insert into message_counts as kept (account_id, subscription_id, hour, ${each((name) => name)})
    select account_id, subscription_id, ${day(sql`hour`)}, ${each((name) => `sum(${name})`)} from hours group by 1, 2, 3
    on conflict (account_id, hour, subscription_id) do update set
      ${each((name) => `${name} = kept.${name} + excluded.${name}`)}`);
  for (const table of ["delivery_times", "failure_counts", "token_counts", "template_counts"])
    await db.execute(sql`delete from ${sql.identifier(table)} where hour < ${until}`);
}
