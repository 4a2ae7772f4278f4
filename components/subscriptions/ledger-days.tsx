"use client";

import Link from "next/link";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { dayPeriod } from "#components/chart/day-period.ts";
import { useDates } from "#components/time/use-dates.ts";
import { Panel } from "#components/ui/panel.tsx";

interface LedgerDaysProps {
  accountId: number;
  /** Newest first; `start` is the beginning of the day, ISO. */
  days: { start: string; charged: number; returned: number }[];
}

/** What each day charged to one subscription and returned; a day links to the account's messages of that day. */
export function LedgerDays({ accountId, days }: LedgerDaysProps) {
  const t = useTranslations("subscriptions");
  const format = useFormatter();
  const { day: write } = useDates();
  const timeZone = useTimeZone() ?? "UTC";
  return (
    <Panel title={t("byDay")} flush>
      <p className="px-4 py-2 text-[13px] text-muted">{days.length === 0 ? t("noDays") : t("byDayHint")}</p>
      {days.length > 0 && (
        <table className="w-full text-[13px]">
          <thead className="text-muted">
            <tr className="border-y border-separator">
              <th className="px-4 py-2 text-start font-medium">{t("day")}</th>
              {(["charged", "returned", "net"] as const).map((name) => (
                <th key={name} className="px-4 py-2 text-end font-medium">
                  {t(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map(({ start, charged, returned }) => (
              <tr key={start} className="tabular h-9 border-b border-separator last:border-b-0">
                <th scope="row" className="px-4 text-start font-normal">
                  <Link
                    href={`/admin/messages?account=${accountId}&period=${dayPeriod(new Date(start), timeZone)}`}
                    className="text-link underline-offset-4 hover:underline"
                  >
                    {write(new Date(start))}
                  </Link>
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
