import { formatLocale, type Locale } from "#i18n/locale.ts";

const lengths = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1_000 } as const;
const steps = [
  ["day", "hour"],
  ["hour", "minute"],
  ["minute", "second"],
] as const;

/** How long something took: `640ms`, `2.7s`, `14s`, `1m 30s`, `2h 5m`. */
export function formatDuration(locale: Locale, ms: number): string {
  const write = (unit: string, value: number, digits = 0) =>
    new Intl.NumberFormat(formatLocale(locale), {
      style: "unit",
      unit,
      // The short forms are letters that few readers of Arabic know.
      unitDisplay: locale === "ar" ? "long" : "narrow",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  const whole = Math.round(Math.max(0, ms));
  if (whole < lengths.second) return write("millisecond", whole);
  // Rounded before the unit is chosen: 59.7 seconds are a minute.
  if (whole < 9_950) return write("second", whole / lengths.second, 1);
  const seconds = Math.round(whole / lengths.second);
  if (seconds < 60) return write("second", seconds);
  const [large, small] = steps.find(([unit]) => seconds * 1_000 >= lengths[unit])!;
  const total = Math.round((seconds * 1_000) / lengths[small]);
  const per = lengths[large] / lengths[small];
  const [first, rest] = [Math.floor(total / per), total % per];
  if (rest === 0) return write(large, first);
  return write(large, first) + (locale === "ar" ? " و" : " ") + write(small, rest);
}
