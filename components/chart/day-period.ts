/** The day that begins at `start`, as the send log's filter by period writes it: `2026-11-25..2026-11-25`. */
export function dayPeriod(start: Date, timeZone: string): string {
  return daysPeriod(start, start, timeZone);
}

/** The days from one time to another, both with their whole day. */
export function daysPeriod(from: Date, to: Date, timeZone: string): string {
  // Swedish writes days as ISO does.
  const day = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone });
  return `${day.format(from)}..${day.format(to)}`;
}
