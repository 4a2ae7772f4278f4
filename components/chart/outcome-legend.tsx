import { Status } from "#components/ui/status.tsx";
import { addOutcomes, noOutcomes, outcomeOrder } from "#core/message/outcomes.ts";
import type { Bar } from "./bars.ts";
import { useNumbers } from "./use-numbers.ts";

/** The legend: each colour's outcome, with its count over the whole chart. */
export function OutcomeLegend({ bars }: { bars: Bar[] }) {
  const { full } = useNumbers();
  const total = noOutcomes();
  for (const { outcomes } of bars) addOutcomes(total, outcomes);
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2">
      {outcomeOrder.map((status) => (
        <div key={status} className="flex items-center gap-2">
          <dt>
            <Status of={status} />
          </dt>
          <dd className="tabular font-semibold">{full(total[status])}</dd>
        </div>
      ))}
    </dl>
  );
}
