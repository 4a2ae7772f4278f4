import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { useDates } from "#components/ui/use-dates.ts";

interface LedgerTableProps {
  /** Newest first; `start` is ISO. */
  days: { start: string; charged: number; returned: number }[];
}

/** What each day charged and gave back. */
export function LedgerTable({ days }: LedgerTableProps) {
  const t = useTranslations("subscription");
  const format = useFormatter();
  const { day } = useDates();
  return (
    <Panel title={t("ledger")} flush>
      <p className="px-4 py-2 text-[13px] text-muted">
        {days.length === 0 ? t("noLedger") : t("ledgerHint")}
      </p>
      {days.length > 0 && (
        <table className="w-full text-[13px]">
          <thead className="text-muted">
            <tr className="border-y border-separator">
              <th className="px-4 py-2 text-start font-medium">{t("day")}</th>
              <th className="px-4 py-2 text-end font-medium">{t("charged")}</th>
              <th className="px-4 py-2 text-end font-medium">{t("returned")}</th>
              <th className="px-4 py-2 text-end font-medium">{t("net")}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ start, charged, returned }) => (
              <tr key={start} className="h-11 border-b border-separator last:border-b-0">
                <th scope="row" className="px-4 text-start font-normal">
                  {day(new Date(start))}
                </th>
                <td className="px-4 text-end">{format.number(charged)}</td>
                <td className="px-4 text-end">{format.number(returned)}</td>
                <td className="px-4 text-end font-medium">{format.number(charged - returned)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
