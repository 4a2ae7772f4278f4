import { RETENTION_DAYS } from "#core/gateway/settings.ts";
import { readClock } from "#db/queries/gateway/clock.ts";
import {
  type CountMark,
  findCountMark,
  lockCountMark,
  saveCountMark,
} from "#db/queries/messages/message-counts.ts";
import {
  deleteHoursBefore,
  firstIdSince,
  oldestHour,
  writeHours,
} from "#db/queries/messages/message-hours.ts";
import { database } from "#runtime/database/pools.ts";
import { transaction } from "#runtime/database/transaction.ts";
import { log } from "#runtime/log.ts";
import { retentionPeriods } from "#services/gateway/settings.ts";

/**
 * The job that counts the send log by the hour (db/schema/message-counts.ts), so that a chart costs the same for ten
 * messages and for ten million. Whoever reads adds the messages since the mark, which nobody has counted yet: the sum is
 * right at any moment, whether the job runs or not, but for what happened lately to older messages. A report may
 * still come for those, so young hours are counted anew often and older ones seldom.
 */

const HOUR = 3_600_000;
/** What is so young changes all the time, and is left to whoever reads. */
const UNCOUNTED_MS = 15 * 60_000;
/** One transaction counts as much. */
const STRIDE_MS = 24 * HOUR;
/** No page looks back further. */
const KEPT_DAYS = 400;

/** Every few minutes: nearly all reports come within minutes. */
export const countRecentHours = (): Promise<void> => countHours(3 * HOUR);
/** Every hour: an unknown outcome is given up after 24 hours. */
export const countLastDay = (): Promise<void> => countHours(27 * HOUR);
/** Every night: telephones that were off for days; and what is too old for any page goes. */
export async function countLastWeek(): Promise<void> {
  await countHours(8 * 24 * HOUR);
  await deleteHoursBefore(database(), new Date((await now()) - KEPT_DAYS * 24 * HOUR));
}

/** The database's clock, by which the messages have their times: this machine's may be off. */
const now = async (): Promise<number> => (await readClock(database())).getTime();

/** Counts what was never counted, and the last `span` milliseconds anew. */
async function countHours(span: number): Promise<void> {
  const time = await now();
  const until = Math.floor((time - UNCOUNTED_MS) / HOUR) * HOUR;
  const oldest = await oldestHour(database());
  if (oldest === null) return;
  // Not what retention may be deleting while others are waited for: what was counted of it while it was whole stays.
  const { messages: days } = await retentionPeriods();
  const whole = days === null ? 0 : Math.ceil((time - days * 24 * HOUR) / HOUR + 1) * HOUR;
  let from = startOf(await findCountMark(database()), oldest.getTime(), Math.max(until - span, whole), time);
  const begun = performance.now();
  let strides = 0;
  for (; from < until; from += STRIDE_MS, strides++) {
    await countStride(new Date(from), new Date(Math.min(from + STRIDE_MS, until)), until - span);
  }
  if (strides > 2) log().info({ strides, ms: Math.round(performance.now() - begun) }, "counted messages");
}

function startOf(mark: CountMark | null, oldest: number, wanted: number, time: number): number {
  if (!mark) return oldest;
  // Retention may have taken a part of an old hour: what was counted of it while it was whole stays.
  const isWhole = oldest > time - RETENTION_DAYS.min * 24 * HOUR;
  return Math.min(mark.until.getTime(), Math.max(wanted, isWhole ? oldest : oldest + HOUR));
}

/**
 * In one transaction with the mark: no reader sees an hour twice, or not at all. What is not to be counted anew, and
 * what another run has counted in the meantime, as at a server's first start, is left.
 */
async function countStride(from: Date, until: Date, anewSince: number): Promise<void> {
  await transaction(async (tx) => {
    const mark = await lockCountMark(tx);
    if (mark && until <= mark.until && until.getTime() <= anewSince) return;
    await writeHours(tx, from, until);
    if (!mark || until > mark.until) {
      await saveCountMark(tx, { until, firstId: await firstIdSince(tx, until) });
    }
  });
}
