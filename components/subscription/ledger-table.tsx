import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useDates } from "#components/time/use-dates.ts";
import { Panel } from "#components/ui/panel.tsx";

export interface LedgerRow {
  /** ISO. */
  start: string;
  granted: number;
  charged: number;
  returned: number;
  /** The link to the day's messages. */
  href: string;
}

const parts = ["granted", "charged", "returned"] as const;

const header = "px-4 font-medium";
/** On narrow screens the day and its change share a line, with the details below. */
const row = "@max-xl:flex @max-xl:h-auto @max-xl:flex-wrap @max-xl:gap-y-0.5 @max-xl:px-4 @max-xl:py-2.5";
const dayCell = "px-4 text-start @max-xl:basis-3/5 @max-xl:px-0";
const partCell =
  "px-4 text-end @max-xl:order-1 @max-xl:me-4 @max-xl:px-0 @max-xl:font-normal @max-xl:text-muted @max-xl:before:me-1.5 @max-xl:before:content-[attr(data-name)]";
const changeCell = "px-4 text-end font-medium @max-xl:basis-2/5 @max-xl:px-0 @max-xl:text-end";

/** What each day granted, charged and returned, newest first; a day links to its messages. */
export function LedgerTable({ days }: { days: LedgerRow[] }) {
  const t = useTranslations("subscription");
  const format = useFormatter();
  const { day } = useDates();
  const sum = (of: (row: LedgerRow) => number) => days.reduce((total, each) => total + of(each), 0);
  const signed = (n: number) => (n === 0 ? "0" : format.number(n, { signDisplay: "exceptZero" }));
  const change = ({ granted, charged, returned }: LedgerRow) => granted - charged + returned;
  const amounts = (of: (part: (typeof parts)[number]) => number, muted = true) =>
    parts.map((part) => (
      <td
        key={part}
        data-name={t(part)}
        className={`${partCell} ${muted && of(part) === 0 ? "text-muted" : ""}`}
      >
        {format.number(of(part))}
      </td>
    ));
  return (
    <Panel title={t("ledger")} flush>
      <p className="px-4 py-2 text-[13px] text-muted">{t(days.length === 0 ? "noLedger" : "ledgerHint")}</p>
      {days.length > 0 && (
        <div className="@container">
          <table className="w-full text-[13px] @max-xl:block">
            <thead className="text-muted @max-xl:sr-only">
              <tr className="h-10 border-y border-separator">
                <th scope="col" className={`${header} text-start`}>
                  {t("day")}
                </th>
                {[...parts, "change" as const].map((name) => (
                  <th key={name} scope="col" className={`${header} text-end`}>
                    {t(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="@max-xl:block @max-xl:border-t @max-xl:border-separator">
              {days.map((each) => (
                <tr key={each.start} className={`h-11 border-b border-separator ${row}`}>
                  <th scope="row" className={`${dayCell} font-normal`}>
                    {each.charged > 0 ? (
                      <Link
                        href={each.href}
                        prefetch={false}
                        className="font-medium text-link hover:underline"
                      >
                        {day(new Date(each.start))}
                      </Link>
                    ) : (
                      day(new Date(each.start))
                    )}
                  </th>
                  {amounts((part) => each[part])}
                  <td className={changeCell}>
                    <bdi dir="ltr">{signed(change(each))}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot className="@max-xl:block">
              <tr className={`h-11 font-medium ${row}`}>
                <th scope="row" className={`${dayCell} font-medium`}>
                  {t("sum")}
                </th>
                {amounts((part) => sum((each) => each[part]), false)}
                <td className={changeCell}>
                  <bdi dir="ltr">{signed(sum(change))}</bdi>
                </td>
              </tr>
            </tfoot>
          </table>
        </div>
      )}
    </Panel>
  );
}
