"use client";

import { useFormatter, useLocale, useNow } from "next-intl";
import { formatLocale, type Locale } from "#i18n/locale.ts";

/** A relative time that ticks, with the exact one in UTC and local on hover. `at` is ISO. */
export function RelativeTime({ at }: { at: string }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  const time = new Date(at);
  return (
    <time dateTime={at} title={exact(time)} suppressHydrationWarning>
      {format.relativeTime(time, time > now ? time : now)}
    </time>
  );
}

/** A date, or a date with the time of day, in the reader's own time zone after the first paint. */
export function ExactTime({ at, withTime = true }: { at: string; withTime?: boolean }) {
  const locale = formatLocale(useLocale() as Locale);
  const time = new Date(at);
  return (
    <time dateTime={at} title={exact(time)} suppressHydrationWarning>
      {new Intl.DateTimeFormat(locale, {
        dateStyle: "medium",
        ...(withTime ? { timeStyle: "short" } : {}),
      }).format(time)}
    </time>
  );
}

function exact(time: Date): string {
  const local = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" }).format(time);
  return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC · ${local}`;
}
