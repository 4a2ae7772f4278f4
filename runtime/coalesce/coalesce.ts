import { Lanes } from "./lanes.ts";
import { type AfterFailure, attempts, type Run, tooLate, WAIT_LIMIT_MS } from "./recovery.ts";
import { TurnedAway } from "./turned-away.ts";

/** How full a queue may get before callers are turned away: seconds of work, not minutes. */
const QUEUE_LIMIT = 10_000;

/** A statement that takes longer waits for somebody's lock rather than works: its place is free for others. */
const HELD_UP_MS = 100;

/**
 * How many batches of one kind may be at work or held up, for each place. Held-up ones take no places, but they do take
 * connections.
 */
const HELD_UP_SHARE = 4;

/** How long a few items wait for company; looked at whenever a statement ends. */
const PATIENCE_MS = 20;

/** What is left, after each statement, of the peak of what was under way. */
const PEAK_DECAY = 0.99;

/** Whose an item is. */
export interface Belonging<In> {
  /** In whose lane it waits: lanes take turns. Without it all wait in one. */
  laneOf?: (item: In) => unknown;
  /**
   * What its statement locks: items with the same key go into one statement at a time, of whichever kind, because
   * another one would only wait for that lock, in a place of its own and with others in its batch. Items of a lane have
   * the same key. Without it an item locks nothing but itself.
   */
  keyOf?: (item: In) => unknown;
}

export interface Coalescer<In, Out> {
  (item: In): Promise<Out>;
  /** Items that wait for a place in a statement. */
  depth(): number;
}

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
}): <In, Out>(run: Run<In, Out>, belonging?: Belonging<In>) => Coalescer<In, Out> {
  const queues: Queue[] = [];
  let places = inFlight;
  /** Items in statements at work. */
  let carried = 0;
  /** The most that was under way lately: it decays with each statement. */
  let peak = 0;
  /** The keys of what is in statements, held up ones included. */
  const busy = new Set<unknown>();

  const share = () => {
    const underWay = queues.reduce((sum, queue) => sum + queue.depth(), carried);
    peak = Math.max(underWay, peak * PEAK_DECAY);
    return Math.min(max, Math.ceil(peak / inFlight));
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

  return <In, Out>(
    run: Run<In, Out>,
    { laneOf = () => null, keyOf }: Belonging<In> = {},
  ): Coalescer<In, Out> => {
    const waiting = new Lanes<In, Out>(laneOf);
    let since = 0;
    /** Nothing that waits came before this. */
    let oldest = Number.POSITIVE_INFINITY;
    let running = 0;
    let scheduled = false;

    const { attempt } = attempts({
      run,
      keyOf: keyOf ?? ((item) => item),
      afterFailure,
      putBack(batch) {
        if (batch.length > 0) oldest = Math.min(oldest, ...batch.map(({ at }) => at));
        waiting.putBack(batch);
      },
    });

    const schedule = () => {
      if (scheduled) return;
      scheduled = true;
      setImmediate(() => {
        scheduled = false;
        while (start());
      });
    };

    const turnLateAway = () => {
      const limit = performance.now() - WAIT_LIMIT_MS;
      // A look at every lane, which is worth it only where something may be late.
      if (oldest >= limit) return;
      for (const late of waiting.takeOlderThan(limit)) late.reject(tooLate());
      oldest = waiting.oldest();
    };

    const start = (): boolean => {
      turnLateAway();
      if (waiting.size === 0 || places === 0 || running === HELD_UP_SHARE * inFlight) return false;
      const size = share();
      const enough = Math.min(size, Math.floor(peak / (inFlight + 1)));
      const isAlone = places === inFlight;
      const ready = waiting.ready(mayGo);
      if (ready === 0) return false;
      if (ready < enough && !isAlone && performance.now() - since < PATIENCE_MS) return false;
      void carry(waiting.take(size, mayGo));
      since = performance.now();
      return true;
    };

    const mayGo = (item: In) => !keyOf || !busy.has(keyOf(item));

    const carry = async (batch: ReturnType<typeof waiting.take>) => {
      running++;
      const leave = takePlace(batch.length);
      const keys = keyOf ? batch.map(({ item }) => keyOf(item)) : [];
      for (const key of keys) busy.add(key);
      const handOut = await attempt(batch);
      for (const key of keys) busy.delete(key);
      running--;
      leave();
      handOut();
    };

    const submit = (item: In) =>
      new Promise<Out>((resolve, reject) => {
        if (waiting.size >= QUEUE_LIMIT) {
          reject(new TurnedAway("too many requests wait for the database"));
          return;
        }
        const at = performance.now();
        if (waiting.size === 0) {
          since = at;
          oldest = at;
        }
        waiting.add({ item, at, failures: 0, resolve, reject });
        schedule();
      });

    queues.push({ depth: () => waiting.size, since: () => since, start });
    return Object.assign(submit, { depth: () => waiting.size });
  };
}
