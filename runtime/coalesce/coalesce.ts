import { Lanes } from "./lanes.ts";
import { type AfterFailure, attempts, type Run, tooLate, WAIT_LIMIT_MS } from "./recovery.ts";
import { TurnedAway } from "./turned-away.ts";

/** Maximum length of a queue before callers are turned away: seconds of work, not minutes. */
const QUEUE_LIMIT = 10_000;

/** A statement that takes longer, in milliseconds, is assumed to wait for a lock; its place is given to others. */
const HELD_UP_MS = 100;

/**
 * How many batches of one kind may be running or held up, per place. Batches that are held up occupy no places, but
 * they do occupy connections.
 */
const HELD_UP_SHARE = 4;

/** How long, in milliseconds, a small batch waits for more items; checked whenever a statement ends. */
const PATIENCE_MS = 20;

/** The factor by which the recent peak of items in progress decays with each statement. */
const PEAK_DECAY = 0.99;

/** How an item is assigned to a lane and to a lock. */
export interface Belonging<In> {
  /** The lane in which the item waits; lanes take turns. Without it all items share one lane. */
  laneOf?: (item: In) => unknown;
  /**
   * The lock that the item's statement takes: items with the same key are in only one statement at a time, of any kind,
   * because a second one would merely wait for the lock, occupying a place and delaying the others in its batch. Items
   * of a lane have the same key. Without it an item locks nothing that others need.
   */
  keyOf?: (item: In) => unknown;
}

export interface Coalescer<In, Out> {
  (item: In): Promise<Out>;
  /** The number of items that wait for a place in a statement. */
  depth(): number;
}

interface Queue {
  depth(): number;
  /** When its first item arrived. */
  since(): number;
  /** Starts a batch, if one may start. @returns whether it did. */
  start(): boolean;
}

/**
 * Creates coalescers, which combine many single calls into few set-based statements and share `inFlight` places for
 * them. No timer delays an item: a lone one is sent at the next turn of the event loop.
 *
 * The fixed cost of a statement equals that of about fifteen items, so full statements are cheap. But one that carries
 * all items leaves the server idle while PostgreSQL works, and then PostgreSQL idle while the server does. Hence the
 * items in progress are spread over as many groups as there are places: a batch takes at most a group's share, and
 * clearly fewer items wait for more, as long as other statements are running. The item that has waited longest goes
 * first, before the answers of the statement that made room for it are handed out.
 */
export function coalescing({
  max,
  inFlight,
  afterFailure = () => "refuse",
}: {
  /** Maximum number of items in one statement. */
  max: number;
  /** Maximum number of running statements, over all of these coalescers. */
  inFlight: number;
  afterFailure?: (error: unknown) => AfterFailure;
}): <In, Out>(run: Run<In, Out>, belonging?: Belonging<In>) => Coalescer<In, Out> {
  const queues: Queue[] = [];
  let places = inFlight;
  /** Items in running statements. */
  let carried = 0;
  /** The recent maximum of items in progress; decays with each statement. */
  let peak = 0;
  /** The keys of the items in statements, including statements that are held up. */
  const busy = new Set<unknown>();

  const share = () => {
    const underWay = queues.reduce((sum, queue) => sum + queue.depth(), carried);
    peak = Math.max(underWay, peak * PEAK_DECAY);
    return Math.min(max, Math.ceil(peak / inFlight));
  };

  /**
   * @returns a function that gives the place back, unless that was done when the statement turned out to be held up.
   */
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
    /** No waiting item arrived before this time. */
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
      // Examining every lane is only worth it if an item may be late.
      if (oldest >= limit) return;
      for (const late of waiting.takeOlderThan(limit)) late.reject(tooLate());
      oldest = waiting.oldest();
    };

    const start = (): boolean => {
      turnLateAway();
      if (waiting.size === 0 || places === 0 || running === HELD_UP_SHARE * inFlight) return false;
      const size = share();
      const ready = waiting.ready(mayGo);
      if (ready === 0) return false;
      // Items held back by a busy key are left out: they cannot join this batch however long it waits.
      const available = peak - (waiting.size - ready);
      const enough = Math.min(size, Math.floor(available / (inFlight + 1)));
      const isAlone = places === inFlight;
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
