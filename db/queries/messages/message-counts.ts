import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { FailureReason } from "#core/message/reasons.ts";
import { findSetting, putSetting } from "#db/queries/gateway/settings.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** The hour up to which messages are counted, and an id that is not above that of any later message. */
export interface CountMark {
  until: Date;
  firstId: number;
  /**
   * Changes with every count, in its transaction: on two snapshots with the same revision the counts are the same.
   * Null if it was saved by a version that had none.
   */
  revision: string | null;
}

const NAME = "messages_counted";

/** Null if nothing has been counted yet. */
export async function findCountMark(db: Executor): Promise<CountMark | null> {
  const value = (await findSetting(db, NAME)) as
    | { until: string; firstId: number; revision?: string }
    | undefined;
  if (!value) return null;
  return { until: new Date(value.until), firstId: value.firstId, revision: value.revision ?? null };
}

/** Locks the mark, so that no other transaction counts meanwhile. */
export async function lockCountMark(tx: Executor): Promise<CountMark | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${NAME}))`);
  return findCountMark(tx);
}

/** Saves the mark with a new revision. Random: a number could return after a failover that lost the latest commits. */
export async function saveCountMark(
  tx: Executor,
  { until, firstId }: Omit<CountMark, "revision">,
): Promise<void> {
  await putSetting(tx, NAME, { until: until.toISOString(), firstId, revision: randomUUID() });
}

/** The starts of a period's intervals, oldest first; days are those of the time zone. */
export async function selectDivisions(
  db: Executor,
  { unit, count, timeZone }: { unit: "hour" | "day"; count: number; timeZone: string },
): Promise<Date[]> {
  const last = count - 1;
  const start =
    unit === "hour"
      ? sql`date_trunc('hour', now(), 'UTC') - make_interval(hours => ${last} - n)`
      : sql`(date_trunc('day', now() at time zone ${timeZone}) - make_interval(days => ${last} - n))
          at time zone ${timeZone}`;
  const rows = await db.execute<{ start: number }>(sql`
    select extract(epoch from ${start})::float8 as start from generate_series(0, ${last}) as n order by n`);
  return rows.map((row) => new Date(row.start * 1000));
}

/** Sums of the columns of `message_counts`. */
export type CountSums = Record<
  | "pending"
  | "sent"
  | "delivered"
  | "unknown"
  | "refused"
  | "undelivered"
  | "released"
  | "charged"
  | "returned",
  number
>;

export interface CountFilter {
  accountId: number | number[] | "all";
  /** Only for counts: delivery times and reasons are not kept by subscription. */
  subscriptionId?: number;
  from: Date;
  /** Exclusive. */
  until: Date;
}

function whereOf({ accountId, subscriptionId, from, until }: CountFilter): SQL {
  const paid = subscriptionId === undefined ? sql`` : sql`and subscription_id = ${subscriptionId}`;
  const time = sql`hour >= ${from.toISOString()}::timestamptz and hour < ${until.toISOString()}::timestamptz ${paid}`;
  if (accountId === "all") return time;
  const ids = `{${[accountId].flat().join(",")}}`;
  return sql`account_id = any(${ids}::int[]) and ${time}`;
}

const sums = sql`sum(pending)::float8 as pending, sum(sent)::float8 as sent, sum(delivered)::float8 as delivered,
  sum(unknown)::float8 as unknown, sum(refused)::float8 as refused, sum(undelivered)::float8 as undelivered,
  sum(released)::float8 as released, sum(charged)::float8 as charged, sum(returned)::float8 as returned`;

/** Counts of everything that matches the filter, one row per hour. */
export async function selectCountsByHour(
  db: Executor,
  filter: CountFilter,
): Promise<(CountSums & { hour: Date })[]> {
  const rows = await db.execute<CountSums & { start: number }>(sql`
    select extract(epoch from hour)::float8 as start, ${sums}
    from message_counts where ${whereOf(filter)} group by hour`);
  return rows.map(({ start, ...row }) => ({ ...row, hour: new Date(start * 1000) }));
}

/** The same by account and hour; intended for a few accounts. */
export async function selectCountsByAccountAndHour(
  db: Executor,
  filter: CountFilter & { accountId: number[] },
): Promise<(CountSums & { accountId: number; hour: Date })[]> {
  const rows = await db.execute<CountSums & { accountId: number; start: number }>(sql`
    select account_id as "accountId", extract(epoch from hour)::float8 as start, ${sums}
    from message_counts where ${whereOf(filter)} group by account_id, hour`);
  return rows.map(({ start, ...row }) => ({ ...row, hour: new Date(start * 1000) }));
}

/** The same by account, over the whole time. */
export async function selectCountsByAccount(
  db: Executor,
  filter: CountFilter,
): Promise<(CountSums & { accountId: number })[]> {
  const rows = await db.execute<CountSums & { accountId: number }>(sql`
    select account_id as "accountId", ${sums} from message_counts where ${whereOf(filter)} group by account_id`);
  return [...rows];
}

/** The number of delivered messages by step of their delivery time. */
export async function selectDeliverySteps(
  db: Executor,
  filter: CountFilter,
): Promise<{ step: number; count: number }[]> {
  const rows = await db.execute<{ step: number; count: number }>(sql`
    select step, sum(count)::float8 as count from delivery_times where ${whereOf(filter)} group by step`);
  return [...rows];
}

export interface FailureCount {
  reason: FailureReason;
  /** 0 for numbers of no mobile operator. */
  operatorId: number;
  count: number;
}

/** The number of failed messages by reason and mobile operator. */
export async function selectFailureCounts(db: Executor, filter: CountFilter): Promise<FailureCount[]> {
  const rows = await db.execute<FailureCount & Record<string, unknown>>(sql`
    select reason, operator_id as "operatorId", sum(count)::float8 as count
    from failure_counts where ${whereOf(filter)} group by reason, operator_id`);
  return [...rows];
}
