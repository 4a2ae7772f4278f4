/** The day that begins at `start`, as the send log's period filter: `2026-11-25..2026-11-25`. */
export function dayPeriod(start: Date, timeZone: string): string {
  return daysPeriod(start, start, timeZone);
}

/** The days from one time to another, both inclusive. */
export function daysPeriod(from: Date, to: Date, timeZone: string): string {
  // The Swedish format is ISO's.
  const day = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone });
  return `${day.format(from)}..${day.format(to)}`;
}
