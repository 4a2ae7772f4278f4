import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useDates } from "#components/time/use-dates.ts";
import type { LedgerColumn, LedgerDay, LedgerSums } from "#core/customer/ledger.ts";
import { LedgerFigure, shownColumns } from "./ledger-balance.tsx";

interface LedgerTableProps {
  days: LedgerDay[];
  sums: LedgerSums;
  from: string;
  to: string;
  opening: number;
  closing: number;
  /** The link to what a column sums on some days. */
  hrefOf: (column: LedgerColumn, days: { from: string; to: string }) => string;
}

const header = "px-4 font-medium";
/** On narrow screens the day and its balance share a line, with what moved below. */
const row =
  "@max-2xl:flex @max-2xl:h-auto @max-2xl:flex-wrap @max-2xl:gap-y-0.5 @max-2xl:px-4 @max-2xl:py-2.5";
const dayCell = "px-4 text-start @max-2xl:basis-3/5 @max-2xl:px-0";
const amountCell =
  "px-4 text-number @max-2xl:order-1 @max-2xl:me-4 @max-2xl:text-start @max-2xl:px-0 @max-2xl:font-normal @max-2xl:text-muted @max-2xl:before:me-1.5 @max-2xl:before:content-[attr(data-name)]";
const balanceCell = "px-4 text-number font-medium @max-2xl:basis-2/5 @max-2xl:px-0 @max-2xl:text-end";

/** The days on which the balance moved, newest first, between the closing and the opening balance. */
export function LedgerTable({ days, sums, from, to, opening, closing, hrefOf }: LedgerTableProps) {
  const t = useTranslations("subscription");
  const format = useFormatter();
  const { calendarDay } = useDates();
  const columns = shownColumns(sums, days);
  const amounts = (of: LedgerDay) =>
    columns.map((column) => (
      <td
        key={column}
        data-name={t(`columns.${column}`)}
        className={`${amountCell} ${of[column] === 0 ? "text-muted @max-2xl:hidden" : ""}`}
      >
        <LedgerFigure amount={of[column]} href={hrefOf(column, { from: of.day, to: of.day })} />
      </td>
    ));
  const edge = (name: "opening" | "closing", day: string, balance: number) => (
    <tr className={`h-11 border-b border-separator font-medium ${row}`}>
      <th scope="row" className={`${dayCell} font-medium`}>
        {t(`edges.${name}`, { day: calendarDay(day) })}
      </th>
      <td colSpan={columns.length} className="@max-2xl:hidden" />
      <td className={balanceCell}>{format.number(balance)}</td>
    </tr>
  );
  return (
    <div className="@container border-t border-separator">
      <table className="w-full text-[13px] @max-2xl:block">
        <thead className="text-muted @max-2xl:sr-only">
          <tr className="h-10 border-b border-separator">
            <th scope="col" className={`${header} text-start`}>
              {t("day")}
            </th>
            {[...columns, "balance" as const].map((name) => (
              <th key={name} scope="col" className={`${header} text-number`}>
                {t(`columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="@max-2xl:block">
          {edge("closing", to, closing)}
          {days.map((each) => (
            <tr key={each.day} className={`h-11 border-b border-separator ${row}`}>
              <th scope="row" className={`${dayCell} font-normal`}>
                {each.used > 0 ? (
                  <Link
                    href={hrefOf("used", { from: each.day, to: each.day })}
                    prefetch={false}
                    className="font-medium text-link hover:underline"
                  >
                    {calendarDay(each.day)}
                  </Link>
                ) : (
                  calendarDay(each.day)
                )}
              </th>
              {amounts(each)}
              <td className={balanceCell}>{format.number(each.balance)}</td>
            </tr>
          ))}
          {edge("opening", from, opening)}
        </tbody>
      </table>
    </div>
  );
}
