/** An item that waits for its statement, with the promise of its caller. */
export interface Waiting<In, Out> {
  item: In;
  /** When it arrived, by the clock of `performance.now()`. */
  at: number;
  /** The number of failed batches that it has been in. */
  failures: number;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

/**
 * How many items of one lane a batch takes if other lanes are active. A batch is one piece of work for PostgreSQL, and
 * for the event loop when its answers are handed out: an item that arrives beside a lane of hundreds waits for pieces
 * of this size. A lane that is alone fills its batches.
 */
const TURN_ITEMS = 16;

/** A lane counts as active for this many milliseconds after its last item. */
const ACTIVE_MS = 100;

/**
 * Waiting items, in one lane per account (or other key). Lanes take turns, one item each, so that a caller with ten
 * thousand items delays others by one of them at a time. Within a lane the order is that of arrival.
 */
export class Lanes<In, Out> {
  /** By key, in the order of their turns. */
  readonly #lanes = new Map<unknown, Waiting<In, Out>[]>();
  /** Items that go first: they have been in a batch already, so their order is decided. */
  #again: Waiting<In, Out>[] = [];
  #size = 0;
  /** The lane served last, and when another one was served; null before the first. */
  #last: { lane: unknown; otherAt: number } | null = null;
  readonly #laneOf: (item: In) => unknown;

  constructor(laneOf: (item: In) => unknown) {
    this.#laneOf = laneOf;
  }

  get size(): number {
    return this.#size;
  }

  add(waiting: Waiting<In, Out>): void {
    const key = this.#laneOf(waiting.item);
    const lane = this.#lanes.get(key);
    if (lane) lane.push(waiting);
    else this.#lanes.set(key, [waiting]);
    this.#size++;
  }

  putBack(batch: Waiting<In, Out>[]): void {
    this.#again = [...batch, ...this.#again];
    this.#size += batch.length;
  }

  /** The number of items available to `take`. */
  ready(mayGo: (item: In) => boolean): number {
    let count = this.#again.filter(({ item }) => mayGo(item)).length;
    for (const lane of this.#lanes.values()) if (mayGo(lane[0]!.item)) count += lane.length;
    return count;
  }

  /**
   * Removes and returns up to `count` items: first those to be retried, then one of each lane in turn. Lanes whose
   * first item may not go yet keep their position.
   */
  take(count: number, mayGo: (item: In) => boolean = () => true): Waiting<In, Out>[] {
    const taken = this.#again.filter(({ item }) => mayGo(item)).slice(0, count);
    if (taken.length > 0) this.#again = this.#again.filter((waiting) => !taken.includes(waiting));
    if (this.#lanes.size === 1) this.#takeFromOne(taken, count, mayGo);
    else this.#takeInTurn(taken, count, mayGo);
    this.#size -= taken.length;
    return taken;
  }

  #takeFromOne(taken: Waiting<In, Out>[], count: number, mayGo: (item: In) => boolean): void {
    const [key, lane] = this.#lanes.entries().next().value!;
    if (!mayGo(lane[0]!.item)) return;
    const now = performance.now();
    if (this.#last === null) this.#last = { lane: key, otherAt: Number.NEGATIVE_INFINITY };
    else if (this.#last.lane !== key) this.#last = { lane: key, otherAt: now };
    const isAlone = now - this.#last.otherAt > ACTIVE_MS;
    taken.push(...lane.splice(0, Math.min(count - taken.length, isAlone ? count : TURN_ITEMS)));
    if (lane.length === 0) this.#lanes.delete(key);
  }

  #takeInTurn(taken: Waiting<In, Out>[], count: number, mayGo: (item: In) => boolean): void {
    if (this.#lanes.size === 0) return;
    this.#last = { lane: this.#last?.lane, otherAt: performance.now() };
    for (let round = 0; round < TURN_ITEMS; round++) {
      // The lanes of this round; one with further items moves to the end, where its turn comes again.
      for (const [key, lane] of [...this.#lanes]) {
        if (taken.length >= count) return;
        if (!mayGo(lane[0]!.item)) continue;
        taken.push(lane.shift()!);
        this.#lanes.delete(key);
        if (lane.length > 0) this.#lanes.set(key, lane);
      }
    }
  }

  /** When the item that has waited longest arrived; Infinity if none is waiting. */
  oldest(): number {
    const heads = [...this.#lanes.values()].map((lane) => lane[0]!.at);
    return Math.min(Number.POSITIVE_INFINITY, ...this.#again.map(({ at }) => at), ...heads);
  }

  /** Removes and returns all items that arrived before `time`. */
  takeOlderThan(time: number): Waiting<In, Out>[] {
    const old: Waiting<In, Out>[] = [];
    const young = ({ at }: Waiting<In, Out>) => at >= time;
    const split = (lane: Waiting<In, Out>[]) => {
      const first = lane.findIndex(young);
      return lane.splice(0, first === -1 ? lane.length : first);
    };
    old.push(...split(this.#again));
    for (const [key, lane] of this.#lanes) {
      old.push(...split(lane));
      if (lane.length === 0) this.#lanes.delete(key);
    }
    this.#size -= old.length;
    return old;
  }
}
