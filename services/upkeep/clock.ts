import { readClock } from "#db/queries/gateway/clock.ts";
import { database } from "#runtime/database/pools.ts";

/** Less may be a slow answer, or a clock that is being corrected gradually. */
const TOLERATED_MS = 60_000;

/**
 * By how many milliseconds this machine's clock is ahead of the database's (negative: behind); 0 if the difference is
 * within a minute. The time that the answer took is allowed for.
 */
export async function clockError(): Promise<number> {
  const before = Date.now();
  const theirs = (await readClock(database())).getTime();
  const after = Date.now();
  if (before - theirs > TOLERATED_MS) return before - theirs;
  return theirs - after > TOLERATED_MS ? after - theirs : 0;
}
