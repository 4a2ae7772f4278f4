import { type Outcomes, outcomeOrder } from "#core/message/outcomes.ts";

/** The fill of each outcome. */
const fills: Record<keyof Outcomes, string> = {
  delivered: "bg-delivered",
  sent: "bg-sent",
  pending: "bg-pending",
  unknown: "bg-unknown",
  failed: "bg-failed",
};

interface BarStackProps {
  outcomes: Outcomes;
  top: number;
  label?: string | undefined;
}

/**
 * One bar: its outcomes stacked, the best at the bottom, with `label` above them if its container has room. It is at most
 * `top` high, because small parts are drawn larger than their numbers.
 */
export function BarStack({ outcomes, top, label }: BarStackProps) {
  const parts = outcomeOrder.filter((status) => outcomes[status] > 0);
  return (
    <span
      aria-hidden="true"
      className="absolute inset-x-0 bottom-0 flex h-full flex-col-reverse items-center"
    >
      {parts.map((status, place) => (
        <span
          key={status}
          // A hairline between neighbours, and a minimum height for small parts so that they are visible. Over a large
          // area on a dark background the text colours would glare.
          className={`${fills[status]} min-h-0.5 w-full max-w-12 shrink-0 border-t border-surface forced-color-adjust-none dark:opacity-75 ${
            place === parts.length - 1 ? "rounded-t-[2px]" : ""
          }`}
          style={{ height: `${(100 * outcomes[status]) / top}%` }}
        />
      ))}
      {label && (
        <span className="tabular mb-0.5 leading-none whitespace-nowrap text-foreground @max-[2.25rem]:hidden">
          {label}
        </span>
      )}
    </span>
  );
}
