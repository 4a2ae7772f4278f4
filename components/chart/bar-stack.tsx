import { type Outcomes, outcomeOrder } from "#core/outcomes.ts";

/** The fill of each outcome. */
const fills: Record<keyof Outcomes, string> = {
  delivered: "bg-delivered",
  sent: "bg-sent",
  pending: "bg-pending",
  unknown: "bg-unknown",
  failed: "bg-failed",
};

/** One bar: its outcomes on each other, the best at the bottom, as high as `top` at the most. */
export function BarStack({ outcomes, top }: { outcomes: Outcomes; top: number }) {
  const parts = outcomeOrder.filter((status) => outcomes[status] > 0);
  return (
    <span
      aria-hidden="true"
      // Large and light on dark, the colours of words would glare.
      className="absolute inset-x-0 bottom-0 mx-auto flex h-full max-w-12 flex-col-reverse overflow-hidden rounded-t-[2px] dark:opacity-75"
    >
      {parts.map((status) => (
        <span
          key={status}
          // A hairline between neighbours, and at least so much of the few that they are seen.
          className={`${fills[status]} min-h-0.5 shrink-0 border-t border-surface`}
          style={{ height: `${(100 * outcomes[status]) / top}%` }}
        />
      ))}
    </span>
  );
}
