/** The day that begins at `start`, as the send log's filter by period writes it: `2026-11-25..2026-11-25`. */
export function dayPeriod(start: Date, timeZone: string): string {
  // Swedish writes days as ISO does.
  const day = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone }).format(start);
  return `${day}..${day}`;
}
