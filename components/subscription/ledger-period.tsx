"use client";

import { Button, Popover } from "@heroui/react";
import { CalendarDays, ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { CompactSelect } from "#components/form/compact-select.tsx";
import { useDates } from "#components/time/use-dates.ts";
import { LEDGER_PRESETS } from "#core/customer/ledger-period.ts";
import { isolated } from "#core/input/isolated.ts";
import { formatLocale, type Locale } from "#i18n/locale.ts";

// The calendar is loaded when it is opened; its place is kept meanwhile.
const LedgerDays = dynamic(() => import("./ledger-days.tsx").then((module) => module.LedgerDays), {
  ssr: false,
  loading: () => <div className="mt-3 h-[125px] border-t border-separator" />,
});

interface LedgerPeriodProps {
  path: string;
  period: string;
  from: string;
  to: string;
  months: string[];
  subscriptionId: number | null;
  choices: { id: number; plan: string }[];
}

/** Chooses the ledger's period, a month, a preset or any days, and its subscription. Both are in the address. */
export function LedgerPeriod({ path, period, from, to, months, subscriptionId, choices }: LedgerPeriodProps) {
  const t = useTranslations("subscription");
  const { calendarDay } = useDates();
  const monthId = useId();
  const locale = formatLocale(useLocale() as Locale);
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const go = (chosen: string, subscription = subscriptionId) => {
    setOpen(false);
    const only = subscription === null ? "" : `&subscription=${subscription}`;
    router.push(`${path}?period=${encodeURIComponent(chosen)}${choices.length > 0 ? only : ""}#ledger`, {
      scroll: false,
    });
  };
  const monthName = (month: string) =>
    new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
      new Date(`${month}-01T00:00:00Z`),
    );
  const preset = LEDGER_PRESETS.find((name) => name === period);
  const text = preset
    ? t(`periods.${preset}`)
    : months.includes(period)
      ? monthName(period)
      : t("period", { from: calendarDay(from), to: calendarDay(to) });
  return (
    <>
      {choices.length > 1 && (
        <CompactSelect
          aria-label={t("whichSubscription")}
          value={subscriptionId ?? ""}
          onChange={({ target }) => go(period, target.value === "" ? null : Number(target.value))}
          className="max-w-48"
        >
          <option value="">{t("allSubscriptions")}</option>
          {choices.map(({ id, plan }) => (
            <option key={id} value={id}>
              {`${isolated(plan)} #${id}`}
            </option>
          ))}
        </CompactSelect>
      )}
      <Popover isOpen={isOpen} onOpenChange={setOpen}>
        <Button variant="outline" aria-label={`${t("periods.label")}: ${text}`}>
          <CalendarDays className="size-4" aria-hidden="true" />
          {text}
          <ChevronDown className="size-4 text-muted" aria-hidden="true" />
        </Button>
        <Popover.Content placement="bottom end" className="w-72">
          <Popover.Dialog aria-label={t("periods.label")} className="p-3 text-[13px] outline-none">
            <div className="grid grid-cols-2 gap-1">
              {LEDGER_PRESETS.map((name) => (
                <button
                  key={name}
                  type="button"
                  aria-pressed={name === period}
                  onClick={() => go(name)}
                  className={`h-8 rounded-lg px-2 text-start hover:bg-surface-secondary ${name === period ? "font-medium text-accent" : ""}`}
                >
                  {t(`periods.${name}`)}
                </button>
              ))}
            </div>
            <label
              htmlFor={monthId}
              className="mt-2 flex items-center justify-between gap-3 border-t border-separator pt-3"
            >
              <span className="text-muted">{t("periods.aMonth")}</span>
              <CompactSelect
                id={monthId}
                value={months.includes(period) ? period : ""}
                onChange={({ target }) => target.value && go(target.value)}
                className="max-w-48"
              >
                <option value="">{t("periods.choose")}</option>
                {months.map((month) => (
                  <option key={month} value={month}>
                    {monthName(month)}
                  </option>
                ))}
              </CompactSelect>
            </label>
            <LedgerDays from={from} to={to} onChoose={(chosen) => go(`${chosen.from}..${chosen.to}`)} />
          </Popover.Dialog>
        </Popover.Content>
      </Popover>
    </>
  );
}
