/** Periods that end now. */
export const PERIODS = ["1h", "24h", "7d", "30d"] as const;

const hoursOf: Record<(typeof PERIODS)[number], number> = { "1h": 1, "24h": 24, "7d": 168, "30d": 720 };

/** The last so many hours; a range of days, of which either end may be open; or from one moment to another. */
export type Period =
  | { hours: number }
  | { hours?: undefined; exact?: undefined; from: string | undefined; to: string | undefined }
  /** `to` is exclusive. */
  | { hours?: undefined; exact: true; from: string; to: string };

/**
 * Parses `24h`, days such as `2026-11-01..2026-11-30`, `2026-11-01..` and `..2026-11-30`, or moments in UTC such as
 * `2026-11-01T14:00Z..2026-11-01T15:00Z`; null for anything else.
 * Separate from `period.ts` because browsers load this file.
 */
export function readPeriod(text: string): Period | null {
  const preset = PERIODS.find((name) => name === text);
  if (preset) return { hours: hoursOf[preset] };
  const [from, to, ...more] = text.split("..").map((day) => day || undefined);
  const days = [from, to].filter((day) => day !== undefined);
  if (from && to && isMoment(from) && isMoment(to) && more.length === 0) return { exact: true, from, to };
  const isRange = text.includes("..") && more.length === 0 && days.length > 0 && days.every(isDay);
  return isRange ? { from, to } : null;
}

function isDay(text: string): boolean {
  const time = /^[12]\d{3}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  // Date accepts a 31st in months that have fewer days and moves it to the next month.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

function isMoment(text: string): boolean {
  return /T(?:[01]\d|2[0-3]):[0-5]\dZ$/.test(text) && isDay(text.slice(0, 10)) && text.length === 17;
}

/** A period from one moment to another, as an address has it. */
export function momentsPeriod(from: Date, to: Date): string {
  const moment = (time: Date) => `${time.toISOString().slice(0, 16)}Z`;
  return `${moment(from)}..${moment(to)}`;
}
