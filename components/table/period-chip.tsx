import { Popover } from "@heroui/react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useDates } from "#components/time/use-dates.ts";
import { PERIODS, readPeriod } from "#core/table/period-text.ts";
import { Chip, ChipLabel, chipTrigger } from "./chip.tsx";
import { useTableAddress } from "./table-address.tsx";

export interface PeriodFilter {
  kind: "period";
  name: string;
  label: string;
}

/** Loaded when it is first opened. */
const PeriodPanel = dynamic(() => import("./period-panel.tsx").then((module) => module.PeriodPanel), {
  ssr: false,
});

/** A filter by time: the last hours or days, or a range of days. */
export function PeriodChip({ filter: { name, label } }: { filter: PeriodFilter }) {
  const { params, go } = useTableAddress();
  const [isOpen, setOpen] = useState(false);
  const value = params.get(name) ?? "";
  const text = usePeriodText(value);
  return (
    <Chip isSet={text !== null} label={label} onClear={() => go({ [name]: null })}>
      <Popover isOpen={isOpen} onOpenChange={setOpen}>
        <Popover.Trigger className={chipTrigger(text !== null)}>
          <ChipLabel label={label} value={text} />
        </Popover.Trigger>
        <Popover.Content placement="bottom start" className="w-72">
          <Popover.Dialog aria-label={label} className="p-2 outline-none">
            <PeriodPanel
              value={value}
              onChoose={(chosen) => {
                setOpen(false);
                go({ [name]: chosen });
              }}
            />
          </Popover.Dialog>
        </Popover.Content>
      </Popover>
    </Chip>
  );
}

/** A period as text, or null if the parameter holds none. */
function usePeriodText(value: string): string | null {
  const t = useTranslations("table");
  const { calendarDay: day, span } = useDates();
  const preset = PERIODS.find((name) => name === value);
  if (preset) return t(`periods.${preset}`);
  const read = readPeriod(value);
  if (!read || read.hours !== undefined) return null;
  if (read.exact) return span(new Date(read.from), new Date(read.to));
  const { from, to } = read;
  if (from && to) return from === to ? day(from) : t("periods.between", { from: day(from), to: day(to) });
  return from ? t("periods.since", { from: day(from) }) : t("periods.until", { to: day(to!) });
}
