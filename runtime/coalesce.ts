/** How full the queue may get before callers are turned away: seconds of work, not minutes. */
const QUEUE_LIMIT = 10_000;

/** The queue is full: nothing was done with the item. */
export class QueueFull extends Error {}

export interface Coalescer<In, Out> {
  (item: In): Promise<Out>;
  /** Items that wait for a place in a statement. */
  depth(): number;
}

/**
 * What becomes of a batch whose `run` threw.
 * - refuse: every item hears of the error.
 * - again: nothing was done, and nobody is to blame: the whole batch goes to the head of the queue.
 * - alone: nothing was done, and one of the items may be to blame: each is tried by itself.
 */
export type AfterFailure = "refuse" | "again" | "alone";

/** How many failed batches an item may have been in when it goes `again` no more. */
const TRIES = 3;

interface Waiting<In, Out> {
  item: In;
  failures: number;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

/**
 * Turns many single calls into few set-based ones. Items that arrive within one turn of the event loop, and
 * while earlier batches are under way, go together; there are no timers, so a lone item waits for nobody.
 *
 * `run` gets the items in order of arrival and answers in the same order. An answer of `retry` puts the item at
 * the head of the next batch. If `run` throws, `afterFailure` decides; without it every item of that batch, and
 * of no other, is refused with the error.
 */
export function coalesce<In, Out>(options: {
  max: number;
  inFlight: number;
  run: (items: In[]) => Promise<(Out | typeof retry)[]>;
  afterFailure?: (error: unknown) => AfterFailure;
}): Coalescer<In, Out> {
  let queue: Waiting<In, Out>[] = [];
  let running = 0;
  let scheduled = false;

  const schedule = () => {
    if (scheduled || queue.length === 0 || running >= options.inFlight) return;
    scheduled = true;
    setImmediate(flush);
  };

  const flush = () => {
    scheduled = false;
    while (queue.length > 0 && running < options.inFlight) {
      const batch = queue.length <= options.max ? queue : queue.slice(0, options.max);
      queue = queue.length <= options.max ? [] : queue.slice(options.max);
      running++;
      void settle(batch);
    }
  };

  const settle = async (batch: Waiting<In, Out>[]) => {
    await attempt(batch);
    running--;
    schedule();
  };

  const attempt = async (batch: Waiting<In, Out>[]): Promise<void> => {
    try {
      const answers = await options.run(batch.map((waiting) => waiting.item));
      const again: Waiting<In, Out>[] = [];
      batch.forEach((waiting, index) => {
        const answer = answers[index];
        if (answer === retry) again.push(waiting);
        else waiting.resolve(answer as Out);
      });
      if (again.length > 0) queue = [...again, ...queue];
    } catch (error) {
      await recover(batch, error);
    }
  };

  const recover = async (batch: Waiting<In, Out>[], error: unknown): Promise<void> => {
    const next = options.afterFailure?.(error) ?? "refuse";
    for (const waiting of batch) waiting.failures++;
    if (next === "alone" && batch.length > 1) {
      // One after the other, in this batch's place: never more in flight than batches may be.
      for (const waiting of batch) await attempt([waiting]);
      return;
    }
    const again = next === "again" ? batch.filter((waiting) => waiting.failures < TRIES) : [];
    if (again.length > 0) queue = [...again, ...queue];
    for (const waiting of batch) if (!again.includes(waiting)) waiting.reject(error);
  };

  const submit = (item: In) =>
    new Promise<Out>((resolve, reject) => {
      if (queue.length >= QUEUE_LIMIT) {
        reject(new QueueFull("too many requests wait for the database"));
        return;
      }
      queue.push({ item, failures: 0, resolve, reject });
      schedule();
    });

  return Object.assign(submit, { depth: () => queue.length });
}

/** See `coalesce`. */
export const retry: unique symbol = Symbol("retry");
