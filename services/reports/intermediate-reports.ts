import { setTimeout as sleep } from "node:timers/promises";
import { batches } from "#db/batches.ts";
import { shared } from "#runtime/shared.ts";

/** A report on a state in between, whose message is yet to be found. */
export interface IntermediateEntry {
  providerId: number;
  word: string;
  /** Finds its message; null if it is not known (yet). */
  locate(): Promise<number | null>;
}

/** The answer to a send, which holds the id that the report names, is usually stored within moments. */
const TRIES_MS = [100, 500, 2_000, 10_000];
/** The maximum number of reports that wait for their message; they are worth no more than a place on a timeline. */
const WAITING_MAX = 1_000;

const waiting = () => shared("waiting intermediate reports", () => ({ count: 0 }));

/**
 * Puts a report on the timeline of its message. One whose message is not known yet is kept in memory for some seconds.
 * @throws if the database is away.
 */
export async function takeIntermediate(entry: IntermediateEntry): Promise<void> {
  if (await note(entry)) return;
  const state = waiting();
  if (state.count >= WAITING_MAX) return;
  state.count++;
  const again = async () => {
    for (const wait of TRIES_MS) {
      await sleep(wait, undefined, { ref: false });
      if (await note(entry).catch(() => false)) break;
    }
    state.count--;
  };
  void again();
}

async function note({ providerId, word, locate }: IntermediateEntry): Promise<boolean> {
  const messageId = await locate();
  return messageId !== null && (await batches().noteIntermediate({ messageId, providerId, word }));
}
