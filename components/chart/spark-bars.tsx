import { totalOf } from "#core/message/outcomes.ts";
import { BarStack } from "./bar-stack.tsx";
import type { Bar } from "./bars.ts";

/**
 * The course over time, one line high, beside the numbers. Scaled to its own maximum: it compares periods, not rows
 * with each other.
 */
export function SparkBars({ bars }: { bars: Bar[] }) {
  const top = Math.max(1, ...bars.map(({ outcomes }) => totalOf(outcomes)));
  return (
    <div aria-hidden="true" className="flex h-8 gap-px border-b border-border">
      {bars.map(({ start, outcomes }) => (
        <div key={start} className="relative min-w-0 flex-1">
          <BarStack outcomes={outcomes} top={top} />
        </div>
      ))}
    </div>
  );
}
