import { useLocale, useTimeZone } from "next-intl";
import { useMemo } from "react";
import { formatLocale, type Locale } from "#i18n/locale.ts";

/**
 * Dates in the reader's language and in the gateway's time zone, so that server and browser write the same one. Not
 * next-intl's formatter: its `ar` and `en` are Egypt's and America's ways to write a date.
 */
export function useDates(): {
  day: (time: Date) => string;
  /** Of a day in the calendar, `2026-11-25`, wherever it is. */
  calendarDay: (day: string) => string;
  minute: (time: Date) => string;
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
    return {
      day: writer({}),
      calendarDay: (day) => inUtc(new Date(`${day}T00:00:00Z`)),
      minute: writer({ timeStyle: "short" }),
      second,
      exact: (time) =>
        `${time.toISOString().slice(0, 19).replace("T", " ")} UTC · ${second(time)} ${timeZone}`,
    };
  }, [locale, timeZone]);
}
