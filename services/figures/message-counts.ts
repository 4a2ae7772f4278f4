import { RETENTION_DAYS } from "#core/gateway/settings.ts";
import { readClock } from "#db/queries/gateway/clock.ts";
import {
  type CountMark,
  findCountMark,
  lockCountMark,
  saveCountMark,
} from "#db/queries/messages/message-counts.ts";
import {
  firstIdSince,
  oldestHour,
  selectHoursClosedLate,
  sumUpDaysBefore,
  writeHours,
} from "#db/queries/messages/message-hours.ts";
import { database } from "#runtime/database/pools.ts";
import { transaction } from "#runtime/database/transaction.ts";
import { log } from "#runtime/log.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { retentionPeriods } from "#services/gateway/settings.ts";

/**
 * The job that counts the send log by the hour (db/schema/messages/message-counts.ts), so that a chart costs the same for ten
 * messages and for ten million. Readers add the messages after the mark, which have not been counted yet, so that the
 * sum is correct whether or not the job runs, except for recent changes of older messages. Since a report may still
 * change those, recent hours are recounted often and older ones rarely.
 */

const HOUR = 3_600_000;
/** Messages younger than this change all the time and are left to the readers. */
const UNCOUNTED_MS = 15 * 60_000;
/** The span of time counted in one transaction. */
const STEP_MS = 24 * HOUR;
/** Eight days, as some phones are off for a week. */
const WEEK_MS = 8 * 24 * HOUR;
/** Charts look back no further; the ledger, which does, needs days and not hours. */
const HOURS_KEPT_DAYS = 400;

/** Run every few minutes, since nearly all reports arrive within minutes. */
export const countRecentHours = (): Promise<void> => countHours(3 * HOUR);
/** Run every hour, since an unknown outcome is released after 24 hours. */
export const countLastDay = (): Promise<void> => countHours(27 * HOUR);
/**
 * Run every night, for phones that were off for days. Also makes old counts smaller: one for each day instead of
 * each hour, which the ledger reads for as long as the account exists.
 */
export async function countLastWeek(): Promise<void> {
  await countHours(WEEK_MS);
  await countLateCredits();
  const before = new Date((await now()) - HOURS_KEPT_DAYS * 24 * HOUR);
  await sumUpDaysBefore(database(), before, await timeZone());
}

/**
 * Recounts the hours whose messages returned their credit later than that: unknown ones of a gateway that stood still or
 * was restored from an old backup, and those that a carrier reports after a week. Otherwise a statement's balance would
 * never be what is left.
 */
async function countLateCredits(): Promise<void> {
  const time = await now();
  const since = time - WEEK_MS;
  const whole = await wholeSince(time);
  const [mark, oldest] = [await findCountMark(database()), await oldestHour(database())];
  if (!mark || oldest === null) return;
  const from = Math.max(time - HOURS_KEPT_DAYS * 24 * HOUR, whole, firstWhole(oldest.getTime(), time));
  const until = Math.min(mark.until.getTime(), since);
  const bounds = { from: new Date(from), until: new Date(until), closedSince: new Date(since) };
  for (const hour of await selectHoursClosedLate(database(), bounds)) {
    await countStride(hour, new Date(hour.getTime() + HOUR), 0);
  }
}

/** The database's clock, which also sets the messages' times: this machine's may be wrong. */
const now = async (): Promise<number> => (await readClock(database())).getTime();

/** Counts hours that have never been counted, and recounts the last `span` milliseconds. */
async function countHours(span: number): Promise<void> {
  const time = await now();
  const until = Math.floor((time - UNCOUNTED_MS) / HOUR) * HOUR;
  const oldest = await oldestHour(database());
  if (oldest === null) return;
  const whole = await wholeSince(time);
  let from = startOf(await findCountMark(database()), oldest.getTime(), Math.max(until - span, whole), time);
  const begun = performance.now();
  let strides = 0;
  for (; from < until; from += STEP_MS, strides++) {
    await countStride(new Date(from), new Date(Math.min(from + STEP_MS, until)), until - span);
  }
  if (strides > 2) log().info({ strides, ms: Math.round(performance.now() - begun) }, "counted messages");
}

/**
 * Leaves out hours that retention may be deleting at the same time: their counts, made while they were complete, stay.
 */
async function wholeSince(time: number): Promise<number> {
  const { messages: days } = await retentionPeriods();
  return days === null ? 0 : Math.ceil((time - days * 24 * HOUR) / HOUR + 1) * HOUR;
}

function startOf(mark: CountMark | null, oldest: number, wanted: number, time: number): number {
  if (!mark) return oldest;
  return Math.min(mark.until.getTime(), Math.max(wanted, firstWhole(oldest, time)));
}

/** Retention may have deleted a part of the oldest hour: its count, made while it was complete, stays. */
function firstWhole(oldest: number, time: number): number {
  const isWhole = oldest > time - RETENTION_DAYS.min * 24 * HOUR;
  return isWhole ? oldest : oldest + HOUR;
}

/**
 * Counts in one transaction with the mark, so that no reader sees an hour twice or not at all. Hours that need no
 * recount, and those that a concurrent run has counted (as at a server's first start), are skipped.
 */
async function countStride(from: Date, until: Date, anewSince: number): Promise<void> {
  await transaction(async (tx) => {
    const mark = await lockCountMark(tx);
    if (mark && until <= mark.until && until.getTime() <= anewSince) return;
    await writeHours(tx, from, until);
    const isAhead = !mark || until > mark.until;
    await saveCountMark(tx, isAhead ? { until, firstId: await firstIdSince(tx, until) } : mark);
  });
}
