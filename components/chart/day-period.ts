import { momentsPeriod } from "#core/table/period-text.ts";

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

/** The whole of a chart, from its first bar to its last, as the send log's period filter. */
export function chartPeriodFilter(
  divisions: readonly { start: Date }[],
  { unit, timeZone }: { unit: "hour" | "day"; timeZone: string },
): string {
  const [first, last] = [divisions[0]!.start, divisions.at(-1)!.start];
  return unit === "day" ? daysPeriod(first, last, timeZone) : hoursPeriod(first, last);
}

/** From the beginning of an hour to the end of another. */
export function hoursPeriod(first: Date, last: Date): string {
  return momentsPeriod(first, new Date(last.getTime() + 3_600_000));
}
