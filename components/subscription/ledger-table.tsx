import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { useDates } from "#components/ui/use-dates.ts";

export interface LedgerRow {
  /** ISO. */
  start: string;
  granted: number;
  charged: number;
  returned: number;
  /** Where the day's messages are shown. */
  href: string;
}

const cell = "px-2 text-end sm:px-4";

/** What each day granted, charged and gave back, newest first; a day opens to its messages. */
export function LedgerTable({ days }: { days: LedgerRow[] }) {
  const t = useTranslations("subscription");
  const format = useFormatter();
  const { day } = useDates();
  const sum = (of: (row: LedgerRow) => number) => days.reduce((total, row) => total + of(row), 0);
  const signed = (n: number) => (n === 0 ? "0" : format.number(n, { signDisplay: "exceptZero" }));
  const change = ({ granted, charged, returned }: LedgerRow) => granted - charged + returned;
  return (
    <Panel title={t("ledger")} flush>
      <p className="px-4 py-2 text-[13px] text-muted">{t(days.length === 0 ? "noLedger" : "ledgerHint")}</p>
      {days.length > 0 && (
        <table className="w-full text-[13px]">
          <thead className="text-muted">
            <tr className="h-10 border-y border-separator">
              <th scope="col" className="ps-4 pe-2 text-start font-medium">
                {t("day")}
              </th>
              {(["granted", "charged", "returned"] as const).map((name) => (
                <th key={name} scope="col" className={`${cell} font-medium max-sm:last:pe-4`}>
                  {t(name)}
                </th>
              ))}
              <th scope="col" className={`${cell} font-medium max-sm:hidden`}>
                {t("change")}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map((row) => (
              <tr key={row.start} className="h-11 border-b border-separator">
                <th scope="row" className="ps-4 pe-2 text-start font-normal">
                  {row.charged > 0 ? (
                    <Link href={row.href} prefetch={false} className="font-medium text-link hover:underline">
                      {day(new Date(row.start))}
                    </Link>
                  ) : (
                    day(new Date(row.start))
                  )}
                </th>
                <Amount of={row.granted} />
                <Amount of={row.charged} />
                <Amount of={row.returned} />
                <td className={`${cell} font-medium max-sm:hidden`}>
                  <bdi dir="ltr">{signed(change(row))}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="h-11 font-medium">
              <th scope="row" className="ps-4 pe-2 text-start font-medium">
                {t("sum")}
              </th>
              <td className={cell}>{format.number(sum(({ granted }) => granted))}</td>
              <td className={cell}>{format.number(sum(({ charged }) => charged))}</td>
              <td className={cell}>{format.number(sum(({ returned }) => returned))}</td>
              <td className={`${cell} max-sm:hidden`}>
                <bdi dir="ltr">{signed(sum(change))}</bdi>
              </td>
            </tr>
          </tfoot>
        </table>
      )}
    </Panel>
  );
}

function Amount({ of }: { of: number }) {
  const format = useFormatter();
  return <td className={`${cell} ${of === 0 ? "text-muted" : ""}`}>{format.number(of)}</td>;
}
