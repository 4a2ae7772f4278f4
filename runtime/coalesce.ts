/** How full the queue may get before callers are turned away: seconds of work, not minutes. */
const QUEUE_LIMIT = 10_000;

/** The queue is full: nothing was done with the item. */
export class QueueFull extends Error {}

export interface Coalescer<In, Out> {
  (item: In): Promise<Out>;
  /** Items that wait for a place in a statement. */
  depth(): number;
}

interface Waiting<In, Out> {
  item: In;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

/**
 * Turns many single calls into few set-based ones. Items that arrive within one turn of the event loop, and
 * while earlier batches are under way, go together; there are no timers, so a lone item waits for nobody.
 *
 * `run` gets the items in order of arrival and answers in the same order. An answer of `retry` puts the item at
 * the head of the next batch. If `run` throws, every item of that batch is refused with that error.
 */
export function coalesce<In, Out>(options: {
  max: number;
  inFlight: number;
  run: (items: In[]) => Promise<(Out | typeof retry)[]>;
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
      for (const waiting of batch) waiting.reject(error);
    } finally {
      running--;
      schedule();
    }
  };

  const submit = (item: In) =>
    new Promise<Out>((resolve, reject) => {
      if (queue.length >= QUEUE_LIMIT) {
        reject(new QueueFull("too many requests wait for the database"));
        return;
      }
      queue.push({ item, resolve, reject });
      schedule();
    });

  return Object.assign(submit, { depth: () => queue.length });
}

/** See `coalesce`. */
export const retry: unique symbol = Symbol("retry");
