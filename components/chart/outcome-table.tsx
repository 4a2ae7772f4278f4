import Link from "next/link";
import { useTranslations } from "next-intl";
import { outcomeOrder, totalOf } from "#core/message/outcomes.ts";
import type { Bar } from "./bars.ts";
import { CountLink } from "./count-link.tsx";

const column = "px-3 text-number font-medium whitespace-nowrap first:ps-0 last:pe-0";

/** The chart's numbers as a table, newest first. As high as the chart, so that switching moves nothing. */
export function OutcomeTable({ label, bars }: { label: string; bars: Bar[] }) {
  const t = useTranslations("chart");
  const status = useTranslations("common.status");
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
      tabIndex={0}
      aria-label={label}
      className="relative h-[16.5rem] overflow-auto"
    >
      <table className="w-full text-[13px]">
        <thead className="sticky top-0 bg-surface text-muted">
          <tr className="h-9 border-b border-separator">
            <th scope="col" className={`${column} text-start`}>
              {t("time")}
            </th>
            {outcomeOrder.map((outcome) => (
              <th key={outcome} scope="col" className={column}>
                {status(outcome)}
              </th>
            ))}
            <th scope="col" className={column}>
              {t("total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.toReversed().map(({ start, label: name, outcomes, href }) => (
            <tr key={start} className="h-9 border-b border-separator last:border-b-0">
              <th scope="row" className="pe-3 text-start font-normal whitespace-nowrap">
                {href ? (
                  <Link href={href} prefetch={false} className="hover:underline">
                    {name}
                  </Link>
                ) : (
                  name
                )}
              </th>
              {outcomeOrder.map((outcome) => (
                <td
                  key={outcome}
                  className={`px-3 text-number ${outcomes[outcome] === 0 ? "text-muted" : ""}`}
                >
                  <CountLink count={outcomes[outcome]} href={href && `${href}&status=${outcome}`} />
                </td>
              ))}
              <td className="ps-3 text-number font-medium">
                <CountLink count={totalOf(outcomes)} href={href} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
