import { canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import { medianOfSteps } from "#core/message/delivery-time.ts";
import { addOutcomes, noOutcomes, type Outcomes } from "#core/message/outcomes.ts";
import { isFailureReason } from "#core/message/reasons.ts";
import { type ChartPeriod, divisionsOf } from "#core/table/chart-period.ts";
import {
  type CountSums,
  type FailureCount,
  findCountMark,
  selectCountsByHour,
  selectDeliverySteps,
  selectDivisions,
  selectFailureCounts,
} from "#db/queries/messages/message-counts.ts";
import { type HourRow, selectLiveHours } from "#db/queries/messages/message-hours.ts";
import { selectOperators } from "#db/queries/routing/operators.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { transaction } from "#runtime/database/transaction.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { countedOnce } from "./counted-once.ts";

/** Credits charged for all messages, and those returned for the failed ones. */
export interface Credits {
  charged: number;
  returned: number;
}

/** An hour or a day of a period. */
export interface Division extends Outcomes, Credits {
  start: Date;
}

export interface MessageReport {
  period: ChartPeriod;
  unit: "hour" | "day";
  /** Oldest first; the last one is not over yet. */
  divisions: Division[];
  total: Outcomes;
  /** By reason and mobile operator. Together as many as have failed. */
  failures: FailureCount[];
  operators: { id: number; name: string; arabicName: string | null }[];
  /** The median time from the request to the delivery report, of delivered messages. */
  medianDeliveryMs: number | null;
}

/** Outcomes of an account's messages in a period. */
export async function messageReport(
  actor: Actor,
  { accountId, period }: { accountId: number; period: ChartPeriod },
): Promise<MessageReport> {
  if (!canRead(actor, accountId)) throw new Refused("not_allowed");
  const zone = await timeZone();
  return inOneMoment(async (tx) => reportOf(period, await countedSince(tx, { accountId, period, zone })));
}

/**
 * Runs `read` on one snapshot: counts, mark and messages must agree, or an hour being counted just now would be seen
 * twice.
 */
export function inOneMoment<T>(read: (tx: Executor) => Promise<T>): Promise<T> {
  return transaction(read, { isolationLevel: "repeatable read", accessMode: "read only" });
}

export interface Counted {
  starts: Date[];
  hours: (CountSums & { hour: Date })[];
  live: HourRow[];
  steps: Map<number, number>;
  failures: FailureCount[];
  operators: MessageReport["operators"];
}

const EPOCH = new Date(0);

/** The time from which messages are read individually, for a period that begins at `from`. */
export async function liveSince(
  tx: Executor,
  from: Date,
): Promise<{ firstId: number; from: Date; until: Date; revision: string | null }> {
  const mark = await findCountMark(tx);
  const until = mark?.until ?? EPOCH;
  const revision = mark?.revision ?? null;
  return { firstId: mark?.firstId ?? 0, from: until > from ? until : from, until, revision };
}

export async function countedSince(
  tx: Executor,
  { accountId, period, zone }: { accountId: number | "all"; period: ChartPeriod; zone: string },
): Promise<Counted> {
  const starts = await selectDivisions(tx, { ...divisionsOf[period], timeZone: zone });
  const from = starts[0]!;
  const since = await liveSince(tx, from);
  const filter = { accountId, from, until: since.until };
  const once = <T>(name: string, read: () => Promise<T>) =>
    accountId === "all" ? countedOnce(since.revision, [name, from, since.until], read) : read();
  const [hours, steps, failures, live] = [
    await once("hours", () => selectCountsByHour(tx, filter)),
    await once("steps", () => selectDeliverySteps(tx, filter)),
    await once("failures", () => selectFailureCounts(tx, filter)),
    await selectLiveHours(tx, { accountId, ...since }),
  ];
  const all = new Map(steps.map(({ step, count }) => [step, count]));
  for (const { step, count } of live) if (step !== null) all.set(step, (all.get(step) ?? 0) + count);
  const operators = (await selectOperators(tx)).map(({ prefixes: _, ...operator }) => operator);
  return { starts, hours, live, steps: all, failures: withLive(failures, live), operators };
}

function withLive(counted: FailureCount[], live: HourRow[]): FailureCount[] {
  const all = new Map<string, FailureCount>();
  const add = ({ reason, operatorId, count }: FailureCount) => {
    const key = `${reason} ${operatorId}`;
    all.set(key, { reason, operatorId, count: count + (all.get(key)?.count ?? 0) });
  };
  for (const each of counted) add(each);
  for (const { kind, operator, count } of live)
    if (isFailureReason(kind)) add({ reason: kind, operatorId: operator ?? 0, count });
  return [...all.values()];
}

export function reportOf(
  period: ChartPeriod,
  { starts, hours, live, steps, failures, operators }: Counted,
): MessageReport {
  const divisions = divided(starts, hours, live);
  const total = noOutcomes();
  for (const division of divisions) addOutcomes(total, division);
  const medianDeliveryMs = medianOfSteps(steps);
  return { period, unit: divisionsOf[period].unit, divisions, total, failures, operators, medianDeliveryMs };
}

/** Adds counted hours and uncounted messages to their intervals. */
export function divided(starts: Date[], hours: (CountSums & { hour: Date })[], live: HourRow[]): Division[] {
  const divisions = starts.map((start) => ({ start, ...noOutcomes(), charged: 0, returned: 0 }));
  const at = (hour: Date) => divisions.findLast(({ start }) => start <= hour) ?? divisions[0]!;
  for (const { hour, ...sums } of hours) addSums(at(hour), sums);
  for (const row of live) addRow(at(new Date(row.hour)), row);
  return divisions;
}

/** Adds counted messages to the totals. */
export function addSums(to: Outcomes & Partial<Credits>, sums: CountSums): void {
  to.pending += sums.pending;
  to.sent += sums.sent;
  to.delivered += sums.delivered;
  to.unknown += sums.unknown;
  to.failed += sums.refused + sums.undelivered + sums.released;
  if (to.charged !== undefined) to.charged += sums.charged;
  if (to.returned !== undefined) to.returned += sums.returned;
}

/** Adds messages not counted yet to the totals. */
export function addRow(to: Outcomes & Partial<Credits>, { kind, count, credits }: HourRow): void {
  const failed = isFailureReason(kind);
  to[failed ? "failed" : kind] += count;
  if (to.charged !== undefined) to.charged += credits;
  if (to.returned !== undefined && failed) to.returned += credits;
}
