import { useLocale, useTimeZone } from "next-intl";
import { useMemo } from "react";
import { formatLocale, type Locale } from "#i18n/locale.ts";

/**
 * Dates in the reader's language and in the gateway's time zone, so that server and browser render the same. Not
 * next-intl's formatter, whose `ar` and `en` are the Egyptian and American formats.
 */
export function useDates(): {
  day: (time: Date) => string;
  /** A calendar day, `2026-11-25`, in any time zone. */
  calendarDay: (day: string) => string;
  minute: (time: Date) => string;
  /** From one minute to another. */
  span: (from: Date, to: Date) => string;
  second: (time: Date) => string;
  /** To the second, in UTC and in the gateway's time zone. */
  exact: (time: Date) => string;
} {
  const locale = formatLocale(useLocale() as Locale);
  const timeZone = useTimeZone() ?? "UTC";
  return useMemo(() => {
    const writer = (options: Intl.DateTimeFormatOptions) => {
      const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone, ...options });
      return (time: Date) => format.format(time);
    };
    const inUtc = writer({ timeZone: "UTC" });
    const second = writer({ timeStyle: "medium" });
    const minutes = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
    return {
      span: (from, to) => minutes.formatRange(from, to),
      day: writer({}),
      calendarDay: (day) => inUtc(new Date(`${day}T00:00:00Z`)),
      minute: writer({ timeStyle: "short" }),
      second,
      exact: (time) =>
        `${time.toISOString().slice(0, 19).replace("T", " ")} UTC · ${second(time)} ${timeZone}`,
    };
  }, [locale, timeZone]);
}
