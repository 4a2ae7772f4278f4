import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { formatLocale, type Locale } from "#i18n/locale.ts";

interface LedgerTableProps {
  /** Newest first; `day` as 2026-11-23. */
  days: { day: string; charged: number; returned: number }[];
  locale: Locale;
}

/** What each day charged and gave back. */
export function LedgerTable({ days, locale }: LedgerTableProps) {
  const t = useTranslations("subscription");
  const number = new Intl.NumberFormat(formatLocale(locale));
  const date = new Intl.DateTimeFormat(formatLocale(locale), { dateStyle: "medium", timeZone: "UTC" });
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
            {days.map(({ day, charged, returned }) => (
              <tr key={day} className="h-11 border-b border-separator last:border-b-0">
                <th scope="row" className="px-4 text-start font-normal">
                  {date.format(new Date(`${day}T00:00:00Z`))}
                </th>
                <td className="px-4 text-end">{number.format(charged)}</td>
                <td className="px-4 text-end">{number.format(returned)}</td>
                <td className="px-4 text-end font-medium">{number.format(charged - returned)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
