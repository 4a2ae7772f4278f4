/**
 * Times to delivery are counted in logarithmic steps, so that the median of millions can be found from a few dozen
 * counts. Step n holds times from 2^(n/4) to 2^((n+1)/4) milliseconds, which is 19 % wide; within a step the median is
 * interpolated.
 */
export const STEPS_PER_DOUBLING = 4;

const startOf = (step: number) => 2 ** (step / STEPS_PER_DOUBLING);

/** The median in milliseconds; null if nothing was counted. */
export function medianOfSteps(steps: ReadonlyMap<number, number>): number | null {
  const sorted = [...steps].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let before = 0;
  for (const [step, count] of sorted) {
    if (before + count >= half) {
      const low = startOf(step);
      return low + (startOf(step + 1) - low) * ((half - before) / count);
    }
    before += count;
  }
  return null;
}
