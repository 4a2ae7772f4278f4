/** Periods that end now. */
export const PERIODS = ["1h", "24h", "7d", "30d"] as const;

const hoursOf: Record<(typeof PERIODS)[number], number> = { "1h": 1, "24h": 24, "7d": 168, "30d": 720 };

/** The last so many hours, or a range of days; either end of the range may be open. */
export type Period =
  | { hours: number }
  | { hours?: undefined; from: string | undefined; to: string | undefined };

/**
 * Parses `24h`, or days such as `2026-11-01..2026-11-30`, `2026-11-01..` and `..2026-11-30`; null for anything else.
 * Separate from `period.ts` because browsers load this file.
 */
export function readPeriod(text: string): Period | null {
  const preset = PERIODS.find((name) => name === text);
  if (preset) return { hours: hoursOf[preset] };
  const [from, to, ...more] = text.split("..").map((day) => day || undefined);
  const days = [from, to].filter((day) => day !== undefined);
  const isRange = text.includes("..") && more.length === 0 && days.length > 0 && days.every(isDay);
  return isRange ? { from, to } : null;
}

function isDay(text: string): boolean {
  const time = /^[12]\d{3}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  // Date accepts a 31st in months that have fewer days and moves it to the next month.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}
