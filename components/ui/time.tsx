"use client";

import { useFormatter, useNow } from "next-intl";
import { useDates } from "./use-dates.ts";

/** A relative time that ticks, with the exact one in UTC and local on hover. `at` is ISO. */
export function RelativeTime({ at }: { at: string }) {
  const format = useFormatter();
  const { exact } = useDates();
  const now = useNow({ updateInterval: 30_000 });
  const time = new Date(at);
  return (
    <time dateTime={at} title={exact(time)} suppressHydrationWarning>
      {format.relativeTime(time, time > now ? time : now)}
    </time>
  );
}

/** A date, or a date with the time of day, in the gateway's time zone. */
export function ExactTime({ at, withTime = true }: { at: string; withTime?: boolean }) {
  const { day, moment, exact } = useDates();
  const time = new Date(at);
  return (
    <time dateTime={at} title={exact(time)}>
      {withTime ? moment(time) : day(time)}
    </time>
  );
}
