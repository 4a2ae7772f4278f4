import { readPeriod } from "#core/table/period-text.ts";

/** Periods that the ledger offers by name, beside each month and any range of days. */
export const LEDGER_PRESETS = ["month", "last-month", "30d", "90d", "year"] as const;
export type LedgerPreset = (typeof LEDGER_PRESETS)[number];

/** Days as `2026-11-30`, both included. */
export interface Days {
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;
const MONTH = /^[12]\d{3}-(0[1-9]|1[0-2])$/;

const dayAt = (time: number) => new Date(time).toISOString().slice(0, 10);
const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
const daysBefore = (day: string, count: number) => dayAt(timeOf(day) - count * DAY_MS);

function monthOf(month: string): Days {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return { from: `${month}-01`, to: dayAt(Date.UTC(year, number, 0)) };
}

const presetDays: Record<LedgerPreset, (today: string) => Days> = {
  month: (today) => ({ from: `${today.slice(0, 7)}-01`, to: today }),
  "last-month": (today) => monthOf(daysBefore(`${today.slice(0, 7)}-01`, 1).slice(0, 7)),
  "30d": (today) => ({ from: daysBefore(today, 29), to: today }),
  "90d": (today) => ({ from: daysBefore(today, 89), to: today }),
  year: (today) => ({ from: `${today.slice(0, 4)}-01-01`, to: today }),
};

/**
 * The days of a period as an address has it: a preset, a month (`2026-10`), or a range of days (`2026-10-05..2026-10-20`),
 * open at either side. Null if it is none. Days to come are left out; `first` is where an open beginning begins.
 */
export function ledgerDays(text: string, { today, first }: { today: string; first: string }): Days | null {
  const preset = LEDGER_PRESETS.find((name) => name === text);
  const asked = preset
    ? presetDays[preset](today)
    : MONTH.test(text)
      ? monthOf(text)
      : rangeOf(text, { today, first });
  if (!asked || asked.from > asked.to || asked.from > today) return null;
  return { from: asked.from, to: asked.to > today ? today : asked.to };
}

function rangeOf(text: string, { today, first }: { today: string; first: string }): Days | null {
  const read = readPeriod(text);
  // Ledgers are by day.
  if (!read || read.hours !== undefined || read.exact) return null;
  return {
    from: read.from ?? (first < (read.to ?? today) ? first : (read.to ?? today)),
    to: read.to ?? today,
  };
}

/** The months from one day to another, newest first, as `2026-11`. */
export function monthsBetween(first: string, today: string, most = 36): string[] {
  const months: string[] = [];
  for (let month = today.slice(0, 7); month >= first.slice(0, 7) && months.length < most; ) {
    months.push(month);
    month = daysBefore(`${month}-01`, 1).slice(0, 7);
  }
  return months;
}
