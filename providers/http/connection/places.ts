/** A semaphore with a rate, whose waiters give up after a time-out. */
export interface Places {
  /** @returns whether a place was obtained. If so, it must be given back. */
  take(waitMs: number): Promise<boolean>;
  leave(): void;
}

/** @param perSecond how many places are given out in a second; 0 for no limit. */
export function places(count: number, perSecond = 0): Places {
  const gapMs = perSecond === 0 ? 0 : 1_000 / perSecond;
  const waiting = new Set<() => void>();
  let free = count;
  let nextAt = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Gives out the places that are free, first come first served, each at its time. */
  function giveOut(): void {
    for (const give of waiting) {
      if (free === 0) return;
      const early = nextAt - performance.now();
      if (early > 0) {
        clearTimeout(timer);
        timer = setTimeout(giveOut, Math.ceil(early));
        return;
      }
      nextAt = Math.max(nextAt, performance.now()) + gapMs;
      free--;
      give();
    }
  }

  return {
    take: (waitMs) =>
      new Promise((resolve) => {
        const settle = (obtained: boolean) => {
          clearTimeout(late);
          waiting.delete(give);
          resolve(obtained);
        };
        const give = () => settle(true);
        const late = setTimeout(settle, waitMs, false);
        waiting.add(give);
        giveOut();
      }),
    leave() {
      free++;
      giveOut();
    },
  };
}
