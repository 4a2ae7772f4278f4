const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** A duration in the largest unit of which there is a whole one. */
export function durationOf(locale: string, ms: number): string {
  const [unit, size] = units.find(([, size]) => ms >= size) ?? units[3];
  const format = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, format).format(ms / size);
}
