/** A semaphore whose waiters give up after a time-out. */
export interface Places {
  /** @returns whether a place was obtained. If so, it must be given back. */
  take(waitMs: number): Promise<boolean>;
  leave(): void;
}

export function places(count: number): Places {
  let free = count;
  const waiting = new Set<() => void>();
  return {
    async take(waitMs) {
      if (free > 0) {
        free--;
        return true;
      }
      return new Promise((resolve) => {
        const had = () => {
          clearTimeout(late);
          waiting.delete(had);
          resolve(true);
        };
        const late = setTimeout(() => {
          waiting.delete(had);
          resolve(false);
        }, waitMs);
        waiting.add(had);
      });
    },
    leave() {
      const [next] = waiting;
      if (next) next();
      else free++;
    },
  };
}
