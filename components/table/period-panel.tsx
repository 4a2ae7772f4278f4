import { Button } from "@heroui/react";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { DayInput } from "#components/form/day-input.tsx";
import { PERIODS, readPeriod } from "#core/table/period-text.ts";

/** The choices of a period: those that end now, and a range of days. */
export function PeriodPanel({ value, onChoose }: { value: string; onChoose: (value: string) => void }) {
  const t = useTranslations("table");
  const read = readPeriod(value);
  const range = read && read.hours === undefined && !read.exact ? read : null;
  const [days, setDays] = useState({ from: range?.from ?? "", to: range?.to ?? "" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (days.from || days.to) onChoose(`${days.from}..${days.to}`);
  };
  return (
    <div className="text-[13px]">
      <ul className="mb-2 border-b border-separator pb-2">
        {PERIODS.map((name) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={name === value}
              onClick={() => onChoose(name)}
              className="flex h-8 w-full items-center justify-between rounded-lg px-2 text-start hover:bg-surface-secondary"
            >
              {t(`periods.${name}`)}
              {name === value && <Check className="size-4" aria-hidden="true" />}
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="flex flex-col gap-2 px-2 pb-1">
        <DayInput
          label={t("periods.from")}
          value={days.from}
          max={days.to}
          onChange={(from) => setDays({ ...days, from })}
        />
        <DayInput
          label={t("periods.to")}
          value={days.to}
          min={days.from}
          onChange={(to) => setDays({ ...days, to })}
        />
        <Button type="submit" size="sm" variant="outline" isDisabled={!days.from && !days.to}>
          {t("periods.apply")}
        </Button>
      </form>
    </div>
  );
}
