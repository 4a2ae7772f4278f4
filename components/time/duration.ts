import { formatLocale, type Locale } from "#i18n/locale.ts";

const units = [
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** A duration, in the largest unit that is not less than one: `3.2s`, `1.5m`. */
export function formatDuration(locale: Locale, ms: number): string {
  const [unit, length] = units.find(([, length]) => ms >= length) ?? units[2];
  return new Intl.NumberFormat(formatLocale(locale), {
    style: "unit",
    unit,
    unitDisplay: "narrow",
    maximumFractionDigits: 1,
  }).format(ms / length);
}
