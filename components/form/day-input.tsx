"use client";

import { parseDate } from "@internationalized/date";
import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  Label,
  Popover,
} from "react-aria-components";

interface DayInputProps {
  label: string;
  /** `2026-11-25`, or empty. */
  value: string;
  onChange: (value: string) => void;
  /** The first and the last day that may be chosen. */
  min?: string | undefined;
  max?: string | undefined;
  name?: string;
  /** With the label above the field, as in a form; otherwise beside it. */
  stacked?: boolean;
  error?: string | undefined;
}

const dayOf = (text: string | undefined) => (text ? parseDate(text) : null);

/**
 * A day, typed or chosen from a calendar, in the page's language: a browser's own field has the format of the browser.
 */
export function DayInput({ label, value, onChange, min, max, name, stacked = false, error }: DayInputProps) {
  const t = useTranslations("common.calendar");
  const arrow =
    "grid size-8 place-items-center rounded-lg outline-none hover:bg-surface-secondary focus-visible:ring-2 focus-visible:ring-focus disabled:opacity-40";
  return (
    <DatePicker
      {...(name && { name })}
      value={dayOf(value)}
      onChange={(day) => onChange(day?.toString() ?? "")}
      minValue={dayOf(min)}
      maxValue={dayOf(max)}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={stacked ? "flex flex-col gap-1.5" : "flex min-w-0 items-center justify-between gap-3"}
    >
      <Label className={stacked ? "text-[13px] font-medium" : "shrink-0 text-muted"}>{label}</Label>
      <Group className="flex h-8 w-44 min-w-0 items-center rounded-lg border border-[var(--field-border)] ps-2 focus-within:border-focus focus-within:ring-1 focus-within:ring-focus">
        <DateInput className="tabular flex flex-1 whitespace-nowrap">
          {(segment) => (
            <DateSegment
              segment={segment}
              className="rounded px-0.5 outline-none data-[focused]:bg-accent data-[focused]:text-accent-foreground data-[placeholder]:text-muted data-[placeholder]:data-[focused]:text-accent-foreground"
            />
          )}
        </DateInput>
        <Button
          aria-label={t("open")}
          className="grid size-8 shrink-0 place-items-center rounded-lg text-muted outline-none hover:text-foreground focus-visible:ring-2 focus-visible:ring-focus"
        >
          <CalendarDays className="size-4" aria-hidden="true" />
        </Button>
      </Group>
      {error !== undefined && <FieldError className="text-[13px] text-danger">{error}</FieldError>}
      <Popover
        placement="bottom end"
        className="rounded-xl border border-border bg-overlay p-3 text-[13px] shadow-overlay"
      >
        <Dialog className="outline-none">
          <Calendar>
            <header className="mb-2 flex items-center justify-between">
              <Button slot="previous" className={arrow}>
                <ChevronLeft className="mirrored size-4" aria-hidden="true" />
              </Button>
              <Heading className="font-medium" />
              <Button slot="next" className={arrow}>
                <ChevronRight className="mirrored size-4" aria-hidden="true" />
              </Button>
            </header>
            <CalendarGrid weekdayStyle="short" className="tabular">
              <CalendarGridHeader>
                {(day) => (
                  <CalendarHeaderCell className="h-7 px-1 font-normal text-muted">{day}</CalendarHeaderCell>
                )}
              </CalendarGridHeader>
              <CalendarGridBody>
                {(date) => (
                  <CalendarCell
                    date={date}
                    className="mx-auto grid size-8 cursor-pointer place-items-center rounded-lg outline-none hover:bg-surface-secondary data-[disabled]:cursor-default data-[disabled]:opacity-40 data-[focus-visible]:ring-2 data-[focus-visible]:ring-focus data-[outside-month]:hidden data-[today]:font-semibold not-data-[selected]:data-[today]:text-accent data-[selected]:bg-accent data-[selected]:text-accent-foreground"
                  />
                )}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
