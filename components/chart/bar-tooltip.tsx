import { Status } from "#components/ui/status.tsx";
import { outcomeOrder, totalOf } from "#core/message/outcomes.ts";
import type { Bar } from "./bars.ts";

/**
 * A bar's full description, beside the pointer or the focus; screen readers get it as the bar's name.
 * @param place the position of the bar's middle, from 0 at the start side to 1.
 */
export function BarTooltip({
  bar,
  place,
  format,
}: {
  bar: Bar;
  place: number;
  format: (n: number) => string;
}) {
  const { label, outcomes } = bar;
  return (
    <div
      aria-hidden="true"
      data-tooltip=""
      className="pointer-events-none absolute top-0 z-10 w-48 rounded-lg border border-border bg-overlay p-3 text-[13px] text-foreground shadow-overlay"
      // Beside the bar, on the side that has more room.
      style={
        place < 0.5
          ? { insetInlineStart: `calc(${place * 100}% + 1rem)` }
          : { insetInlineEnd: `calc(${(1 - place) * 100}% + 1rem)` }
      }
    >
      <p className="mb-1.5 flex justify-between gap-3 font-medium">
        <span>{label}</span>
        <span className="tabular">{format(totalOf(outcomes))}</span>
      </p>
      {outcomeOrder
        .filter((status) => outcomes[status] > 0)
        .map((status) => (
          <p key={status} className="flex justify-between gap-3">
            <Status of={status} />
            <span className="tabular">{format(outcomes[status])}</span>
          </p>
        ))}
    </div>
  );
}
