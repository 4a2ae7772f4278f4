"use client";

import { useFormatter, useNow } from "next-intl";
import { relativeUnit } from "./relative.ts";
import { useDates } from "./use-dates.ts";

/** A relative time that updates, with the exact one in UTC and local time on hover. `at` is ISO. */
export function RelativeTime({ at }: { at: string }) {
  const format = useFormatter();
  const { exact } = useDates();
  const now = useNow({ updateInterval: 30_000 });
  const time = new Date(at);
  // A clock that is a little ahead must not make a past time a future one.
  const since = time > now ? time : now;
  return (
    <time dateTime={at} title={exact(time)} className="whitespace-nowrap" suppressHydrationWarning>
      {format.relativeTime(time, { now: since, unit: relativeUnit(time, since) })}
    </time>
  );
}

/** A date, alone or with the time of day, in the gateway's time zone. Entries of a log are shown to the second. */
export function ExactTime({ at, to = "minute" }: { at: string; to?: "day" | "minute" | "second" }) {
  const { exact, ...written } = useDates();
  const time = new Date(at);
  return (
    <time dateTime={at} title={exact(time)}>
      {written[to](time)}
    </time>
  );
}
