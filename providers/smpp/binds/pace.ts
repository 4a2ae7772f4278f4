/** A bind, as far as the distribution of submits is concerned. */
export interface Lane {
  /** Free places in its window; 0 if it is not bound or is held back. */
  room(): number;
  /** Whether it may have room soon. If no lane has room or may get it, nothing waits. */
  hopeful(): boolean;
}

interface Waiter<L extends Lane> {
  resolve(lane: L | null): void;
  timer: NodeJS.Timeout;
}

/**
 * Hands out places in the windows of a provider's binds, first come first served, on the bind with the most room, and
 * at most `perSecond` per second.
 */
export class Pace<L extends Lane> {
  readonly #lanes: () => readonly L[];
  readonly #perSecond: () => number;
  readonly #waiting = new Set<Waiter<L>>();
  #nextAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param perSecond 0 for no limit. */
  constructor(lanes: () => readonly L[], perSecond: () => number) {
    this.#lanes = lanes;
    this.#perSecond = perSecond;
  }

  /**
   * A place for one submit, occupied by `occupy` when it is granted; null if none became free by `deadline`
   * (performance.now).
   */
  take(deadline: number, occupy: (lane: L) => void): Promise<L | null> {
    if (this.#closed) return Promise.resolve(null);
    const { promise, resolve } = Promise.withResolvers<L | null>();
    const waiter: Waiter<L> = {
      resolve: (lane) => {
        clearTimeout(waiter.timer);
        this.#waiting.delete(waiter);
        // Occupied before any other caller looks for room.
        if (lane) occupy(lane);
        resolve(lane);
      },
      timer: setTimeout(() => waiter.resolve(null), Math.max(0, deadline - performance.now())),
    };
    this.#waiting.add(waiter);
    this.pump();
    return promise;
  }

  /** Call whenever a lane may have got room, or is no longer hopeful. */
  pump(): void {
    if (this.#waiting.size === 0) return;
    const lanes = this.#lanes();
    const perSecond = this.#perSecond();
    const gapMs = perSecond === 0 ? 0 : 1_000 / perSecond;
    for (const waiter of this.#waiting) {
      if (!lanes.some((lane) => lane.hopeful())) {
        waiter.resolve(null);
        continue;
      }
      const roomiest = lanes.reduce((best, lane) => (lane.room() > best.room() ? lane : best));
      if (roomiest.room() <= 0) return;
      const now = performance.now();
      if (now < this.#nextAt) {
        this.#pumpIn(this.#nextAt - now);
        return;
      }
      this.#nextAt = Math.max(now, this.#nextAt) + gapMs;
      waiter.resolve(roomiest);
    }
  }

  /** Runs `pump` after this time. */
  #pumpIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.pump(), Math.ceil(ms));
  }

  /** No more places are granted. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const waiter of this.#waiting) waiter.resolve(null);
  }
}
