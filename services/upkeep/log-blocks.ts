import { readClock } from "#db/queries/gateway/clock.ts";
import {
  addLateOutcomes,
  addToBlocks,
  deleteBlocks,
  deleteEmptyBlocks,
  lockBlocks,
  saveBlocksUntil,
  timeAfter,
} from "#db/queries/messages/log-blocks.ts";
import { database } from "#runtime/database/pools.ts";
import { transaction } from "#runtime/database/transaction.ts";
import { log } from "#runtime/log.ts";

/** Messages per block: what a filter reads for each message that it finds, at most. */
const BLOCK = 512;
/**
 * Younger messages are left to the readers. Later by minutes than a change counts as late (the trigger
 * `note_late_outcome`: 5 minutes), so that a change that is not listed is committed before its message is read here.
 */
const YOUNG_MS = 10 * 60_000;
/** Messages per transaction. */
const STRIDE = 50_000;
/** The least time that a transaction moves ahead by. */
const LEAST_STRIDE_MS = 60_000;
const LATE_BATCH = 5_000;

/**
 * Run every few minutes: writes the blocks by which the log's filters skip what holds nothing of theirs
 * (db/schema/messages/log-blocks.ts). The log is exact whether or not this runs, only slower.
 */
export async function writeLogBlocks({ size = BLOCK, stride = STRIDE } = {}): Promise<void> {
  const begun = performance.now();
  const now = (await readClock(database())).getTime();
  const until = new Date(now - YOUNG_MS);
  let strides = 0;
  for (; await writeStride(until, { size, stride, now }); strides++);
  while ((await transaction(addLate)) === LATE_BATCH);
  await deleteEmptyBlocks(database());
  if (strides > 2)
    log().info({ strides, ms: Math.round(performance.now() - begun) }, "summarised the send log");
}

const addLate = async (tx: Parameters<typeof lockBlocks>[0]) => {
  const until = await lockBlocks(tx);
  return until ? addLateOutcomes(tx, until, LATE_BATCH) : 0;
};

/** @returns whether there is more to do. */
async function writeStride(
  until: Date,
  { size, stride, now }: { size: number; stride: number; now: number },
): Promise<boolean> {
  return transaction(async (tx) => {
    let from = await lockBlocks(tx);
    if (from && from.getTime() > now) {
      // The database's clock was set back: new messages are older than the mark, and not in blocks.
      await deleteBlocks(tx);
      from = null;
    }
    if (from && from >= until) return false;
    const reached = await timeAfter(tx, from, stride);
    const least = (from?.getTime() ?? reached?.getTime() ?? 0) + LEAST_STRIDE_MS;
    const to = reached ? new Date(Math.min(until.getTime(), Math.max(reached.getTime(), least))) : until;
    await addToBlocks(tx, { from, until: to, size });
    await saveBlocksUntil(tx, to);
    return to < until;
  });
}
