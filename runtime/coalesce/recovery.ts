import type { Waiting } from "./lanes.ts";
import { TurnedAway } from "./turned-away.ts";

/** How long an item may wait for its statement. Later nobody waits for it any more: a database that hangs had it wait. */
export const WAIT_LIMIT_MS = 10_000;

/** How many failed batches an item may have been in when it goes `again` no more. */
const TRIES = 3;

/** An answer to an item that has to go again, at the head of the next batch. */
export const retry: unique symbol = Symbol("retry");

/** Gets the items in order and answers in the same order. */
export type Run<In, Out> = (items: In[]) => Promise<(Out | typeof retry)[]>;

/**
 * What becomes of a batch whose `run` threw.
 * - refuse: every item of it, and of no other, hears of the error.
 * - again: nothing was done, and nobody is to blame: the whole batch goes to the head of the queue.
 * - alone: nothing was done, and one of the items may be to blame: each is tried by itself.
 * - heldUp: the same, and whoever is to blame waits for a lock: others with its key are not tried after it.
 */
export type AfterFailure = "refuse" | "again" | "alone" | "heldUp";

export const tooLate = () => new TurnedAway("the database was waited for too long");
const isLate = ({ at }: { at: number }) => performance.now() - at > WAIT_LIMIT_MS;

/** Runs a batch, and recovers from what its statement throws. */
export interface Attempts<In, Out> {
  /** @returns what hands the answers out, so that the next statement can start before it. */
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
  /** Puts items at the head of the queue. */
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
   * Each item in a statement of its own, in this batch's place, two at a time: one that a lock holds up does not hold up
   * all those behind it. Each is answered at once, and none is let wait without end.
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
