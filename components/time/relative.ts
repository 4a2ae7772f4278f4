const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Until then a difference is told in days, so that all pages say the same of a subscription's end. */
const MOST_DAYS = 60;

/** The unit in which the difference of two times is told. There are no weeks: "in 2 weeks" hides up to 3 days. */
export function relativeUnit(time: Date, now: Date): "second" | "minute" | "hour" | "day" | "month" | "year" {
  const away = Math.abs(time.getTime() - now.getTime());
  if (away < MINUTE) return "second";
  if (away < HOUR) return "minute";
  if (away < DAY) return "hour";
  if (away < MOST_DAYS * DAY) return "day";
  return away < 365 * DAY ? "month" : "year";
}
