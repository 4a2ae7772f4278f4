import type { Waiting } from "./lanes.ts";
import { TurnedAway } from "./turned-away.ts";

/**
 * How long an item may wait for its statement. After that its client has given up; it waited because the database hung.
 */
export const WAIT_LIMIT_MS = 10_000;

/** After this many failed batches an item is not retried `again`. */
const TRIES = 3;

/** The answer for an item that must be retried, at the head of the next batch. */
export const retry: unique symbol = Symbol("retry");

/** Receives the items in order and returns the answers in the same order. */
export type Run<In, Out> = (items: In[]) => Promise<(Out | typeof retry)[]>;

/**
 * What happens to a batch whose `run` threw.
 * - refuse: all of its items, and no others, are rejected with the error.
 * - again: nothing was done and no item is at fault: the whole batch returns to the head of the queue.
 * - alone: nothing was done and one of the items may be at fault: each is tried by itself.
 * - heldUp: like alone, and the item at fault waits for a lock: others with its key are not tried after it.
 */
export type AfterFailure = "refuse" | "again" | "alone" | "heldUp";

export const tooLate = () => new TurnedAway("the database was waited for too long");
const isLate = ({ at }: { at: number }) => performance.now() - at > WAIT_LIMIT_MS;

/** Runs a batch, and recovers from errors of its statement. */
export interface Attempts<In, Out> {
  /** @returns a function that hands the answers out, so that the next statement can start before that. */
  attempt(batch: Waiting<In, Out>[]): Promise<() => void>;
}

export function attempts<In, Out>({
  run,
  keyOf,
  afterFailure,
  putBack,
}: {
  run: Run<In, Out>;
  keyOf: (item: In) => unknown;
  afterFailure: (error: unknown) => AfterFailure;
  /** Returns items to the head of the queue. */
  putBack: (batch: Waiting<In, Out>[]) => void;
}): Attempts<In, Out> {
  async function attempt(
    batch: Waiting<In, Out>[],
    onError: (error: unknown) => void = () => {},
  ): Promise<() => void> {
    try {
      const answers = await run(batch.map((waiting) => waiting.item));
      putBack(batch.filter((_, place) => answers[place] === retry));
      return () => {
        for (const [place, { resolve }] of batch.entries())
          if (answers[place] !== retry) resolve(answers[place] as Out);
      };
    } catch (error) {
      onError(error);
      return recover(batch, error);
    }
  }

  async function recover(batch: Waiting<In, Out>[], error: unknown): Promise<() => void> {
    const next = afterFailure(error);
    for (const waiting of batch) waiting.failures++;
    if (next !== "refuse" && next !== "again" && batch.length > 1) {
      await tryAlone(batch);
      return () => {};
    }
    const mayGo = ({ failures }: Waiting<In, Out>) => next === "again" && failures < TRIES;
    putBack(batch.filter(mayGo));
    return () => {
      for (const waiting of batch) if (!mayGo(waiting)) waiting.reject(error);
    };
  }

  /**
   * Runs each item in a statement of its own, in this batch's place, two at a time, so that one waiting for a lock does
   * not hold up all others. Each is answered immediately, and none waits without a limit.
   */
  async function tryAlone(batch: Waiting<In, Out>[]): Promise<void> {
    const held = new Map<unknown, unknown>();
    const turns = batch.values();
    const inTurn = async () => {
      for (const waiting of turns) {
        const key = keyOf(waiting.item);
        if (isLate(waiting)) waiting.reject(tooLate());
        else if (held.has(key)) waiting.reject(held.get(key));
        else {
          const answer = await attempt([waiting], (fault) => {
            if (afterFailure(fault) === "heldUp") held.set(key, fault);
          });
          answer();
        }
      }
    };
    await Promise.all([inTurn(), inTurn()]);
  }

  return { attempt };
}
