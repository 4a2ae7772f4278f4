/** How full a queue may get before callers are turned away: seconds of work, not minutes. */
const QUEUE_LIMIT = 10_000;

/** How long an item may wait for its statement. Later nobody waits for it any more: a database that hangs had it wait. */
const WAIT_LIMIT_MS = 10_000;

/** A statement that takes longer waits for somebody's lock rather than works: its place is free for others. */
const HELD_UP_MS = 100;

/**
 * How many batches of one kind may be at work or held up, for each place. Held-up ones take no places, but they do take
 * connections.
 */
const HELD_UP_SHARE = 4;

/** How long a few items wait for company; looked at whenever a statement ends. */
const PATIENCE_MS = 20;

/** What is left, after each statement, of the most that was under way lately. */
const FADING = 0.99;

/** How many failed batches an item may have been in when it goes `again` no more. */
const TRIES = 3;

/** The queue is full, or has not moved for long: nothing was done with the item. `isDatabaseAway` knows it by its code. */
export class TurnedAway extends Error {
  readonly code = "TURNED_AWAY";
}

export interface Coalescer<In, Out> {
  (item: In): Promise<Out>;
  /** Items that wait for a place in a statement. */
  depth(): number;
}

/** An answer to an item that has to go again, at the head of the next batch. */
export const retry: unique symbol = Symbol("retry");

/** Gets the items in order of arrival and answers in the same order. */
export type Run<In, Out> = (items: In[]) => Promise<(Out | typeof retry)[]>;

/**
 * What becomes of a batch whose `run` threw.
 * - refuse: every item of it, and of no other, hears of the error.
 * - again: nothing was done, and nobody is to blame: the whole batch goes to the head of the queue.
 * - alone: nothing was done, and one of the items may be to blame: each is tried by itself.
 * - heldUp: the same, and whoever is to blame waits for a lock: others with its key are not tried after it.
 */
export type AfterFailure = "refuse" | "again" | "alone" | "heldUp";

interface Waiting<In, Out> {
  item: In;
  /** When it came, by the clock of `performance.now()`. */
  at: number;
  failures: number;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

const isLate = ({ at }: { at: number }) => performance.now() - at > WAIT_LIMIT_MS;
const tooLate = () => new TurnedAway("the database was waited for too long");

interface Queue {
  depth(): number;
  /** When its first item came. */
  since(): number;
  /** Sends a batch off, if one may go. @returns whether it did. */
  start(): boolean;
}

/**
 * Makes coalescers, which turn many single calls into few set-based statements and share `inFlight` places for
 * them. No timer stands between an item and its statement: a lone one goes at the next turn of the event loop.
 *
 * A statement costs as much for itself as for some fifteen items, so full ones are cheap. But one that carries all
 * there is leaves the server idle while PostgreSQL works, and then PostgreSQL while the server does. Hence what is
 * under way travels in as many groups as there are places: a batch takes a group's share at most, and clearly
 * less waits for company, as long as other statements run. Whatever has waited longest goes first, and
 * before the answers are handed out of the statement that made room for it.
 */
export function coalescing({
  max,
  inFlight,
  afterFailure = () => "refuse",
}: {
  /** Items in one statement. */
  max: number;
  /** Statements at work, of all these coalescers together. */
  inFlight: number;
  afterFailure?: (error: unknown) => AfterFailure;
}): <In, Out>(run: Run<In, Out>, keyOf?: (item: In) => unknown) => Coalescer<In, Out> {
  const queues: Queue[] = [];
  let places = inFlight;
  /** Items in statements at work. */
  let carried = 0;
  /** The most that was under way, fading. */
  let lately = 0;

  const share = () => {
    const underWay = queues.reduce((sum, queue) => sum + queue.depth(), carried);
    lately = Math.max(underWay, lately * FADING);
    return Math.min(max, Math.ceil(lately / inFlight));
  };

  /** @returns what gives the place back, unless that was done when the statement turned out to be held up. */
  const takePlace = (size: number) => {
    places--;
    carried += size;
    let left = false;
    const leave = () => {
      clearTimeout(heldUp);
      if (!left) {
        places++;
        carried -= size;
      }
      left = true;
      for (const queue of queues.toSorted((one, other) => one.since() - other.since())) queue.start();
    };
    const heldUp = setTimeout(leave, HELD_UP_MS);
    return leave;
  };

  // Without `keyOf` an item is its own key.
  return <In, Out>(run: Run<In, Out>, keyOf: (item: In) => unknown = (item) => item): Coalescer<In, Out> => {
    let queue: Waiting<In, Out>[] = [];
    let since = 0;
    let running = 0;
    let scheduled = false;

    const schedule = () => {
      if (scheduled) return;
      scheduled = true;
      setImmediate(() => {
        scheduled = false;
        while (start());
      });
    };

    const turnLateAway = () => {
      while (queue[0] && isLate(queue[0])) queue.shift()?.reject(tooLate());
    };

    const start = (): boolean => {
      turnLateAway();
      if (queue.length === 0 || places === 0 || running === HELD_UP_SHARE * inFlight) return false;
      const size = share();
      const enough = Math.min(size, Math.floor(lately / (inFlight + 1)));
      const isAlone = places === inFlight;
      if (queue.length < enough && !isAlone && performance.now() - since < PATIENCE_MS) return false;
      void carry(queue.splice(0, size));
      since = performance.now();
      return true;
    };

    const carry = async (batch: Waiting<In, Out>[]) => {
      running++;
      const leave = takePlace(batch.length);
      const handOut = await attempt(batch);
      running--;
      leave();
      handOut();
    };

    /** Puts what goes again at the head of the queue. @returns what answers the others. */
    const attempt = async (
      batch: Waiting<In, Out>[],
      onError: (error: unknown) => void = () => {},
    ): Promise<() => void> => {
      try {
        const answers = await run(batch.map((waiting) => waiting.item));
        goAgain(batch.filter((_, place) => answers[place] === retry));
        return () => {
          for (const [place, { resolve }] of batch.entries())
            if (answers[place] !== retry) resolve(answers[place] as Out);
        };
      } catch (error) {
        onError(error);
        return recover(batch, error);
      }
    };

    const recover = async (batch: Waiting<In, Out>[], error: unknown): Promise<() => void> => {
      const next = afterFailure(error);
      for (const waiting of batch) waiting.failures++;
      if (next !== "refuse" && next !== "again" && batch.length > 1) {
        // In this batch's place, by two: one that a lock holds up does not hold up all those behind it. Each is answered
        // at once, and none is let wait without end.
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
        return () => {};
      }
      const mayGo = ({ failures }: Waiting<In, Out>) => next === "again" && failures < TRIES;
      goAgain(batch.filter(mayGo));
      return () => {
        for (const waiting of batch) if (!mayGo(waiting)) waiting.reject(error);
      };
    };

    const goAgain = (again: Waiting<In, Out>[]) => {
      queue = [...again, ...queue];
    };

    const submit = (item: In) =>
      new Promise<Out>((resolve, reject) => {
        if (queue.length >= QUEUE_LIMIT) {
          reject(new TurnedAway("too many requests wait for the database"));
          return;
        }
        const at = performance.now();
        if (queue.length === 0) since = at;
        queue.push({ item, at, failures: 0, resolve, reject });
        schedule();
      });

    queues.push({ depth: () => queue.length, since: () => since, start });
    return Object.assign(submit, { depth: () => queue.length });
  };
}
