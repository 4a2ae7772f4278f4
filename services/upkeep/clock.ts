import { readClock } from "#db/queries/gateway/clock.ts";
import { database } from "#runtime/database/pools.ts";

/** More is no slow answer, and no clock that is being corrected step by step. */
const TOLERATED_MS = 60_000;

/**
 * How many milliseconds this machine's clock is ahead of the database's (negative: behind), or 0 where that is within a
 * minute. What the answer took on its way counts in the machine's favour.
 */
export async function clockError(): Promise<number> {
  const before = Date.now();
  const theirs = (await readClock(database())).getTime();
  const after = Date.now();
  if (before - theirs > TOLERATED_MS) return before - theirs;
  return theirs - after > TOLERATED_MS ? after - theirs : 0;
}
