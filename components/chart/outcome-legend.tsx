import { Status } from "#components/ui/status.tsx";
import { addOutcomes, noOutcomes, outcomeOrder } from "#core/message/outcomes.ts";
import type { Bar } from "./bars.ts";
import { CountLink } from "./count-link.tsx";

/** The legend: each colour's outcome, with its count over the whole chart and a link to its messages. */
export function OutcomeLegend({ bars, href }: { bars: Bar[]; href: string }) {
  const total = noOutcomes();
  for (const { outcomes } of bars) addOutcomes(total, outcomes);
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2">
      {outcomeOrder.map((status) => (
        <div key={status} className="flex items-center gap-2">
          <dt>
            <Status of={status} />
          </dt>
          <dd className="tabular font-semibold">
            <CountLink count={total[status]} href={`${href}&status=${status}`} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
