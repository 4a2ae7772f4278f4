import type { Outcomes } from "#core/message/outcomes.ts";
import { formatLocale, type Locale } from "#i18n/locale.ts";
import { dayPeriod, hoursPeriod } from "./day-period.ts";

/** One bar of a chart over time, with its texts: they are made on the server, which knows the time zone. */
export interface Bar {
  /** Its beginning, ISO. */
  start: string;
  /** In full, for a tooltip or a table row. */
  label: string;
  /** For the axis: the time of day, or the day of the month, with the name of the month below the first of its days. */
  tick: string;
  month: string | null;
  outcomes: Outcomes;
  /** The link to its messages. */
  href: string | null;
}

export interface BarsOptions {
  unit: "hour" | "day";
  locale: Locale;
  timeZone: string;
  /** The filter for the messages of a period, such as `2026-11-25..2026-11-25`. */
  hrefOf: ((period: string) => string) | null;
}

export function barsOf(
  divisions: readonly (Outcomes & { start: Date })[],
  { unit, locale, timeZone, hrefOf }: BarsOptions,
): Bar[] {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(formatLocale(locale), { ...options, timeZone });
  const time = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const long = format({ weekday: "long", day: "numeric", month: "long" });
  const short = format({ weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const tick = unit === "hour" ? time : format({ day: "numeric" });
  const month = unit === "hour" ? null : format({ month: "short" });
  return divisions.map(({ start, delivered, sent, pending, unknown, failed }) => ({
    start: start.toISOString(),
    label:
      unit === "hour" ? short.formatRange(start, new Date(start.getTime() + 3_600_000)) : long.format(start),
    tick: tick.format(start),
    month: month?.format(start) ?? null,
    outcomes: { delivered, sent, pending, unknown, failed },
    href: hrefOf?.(unit === "day" ? dayPeriod(start, timeZone) : hoursPeriod(start, start)) ?? null,
  }));
}
