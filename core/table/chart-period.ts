/** How far back a chart goes, and how it is divided. */
export const chartPeriods = ["24h", "7d", "30d"] as const;
export type ChartPeriod = (typeof chartPeriods)[number];

/** The intervals of a period; the last one is the current, unfinished interval. */
export const divisionsOf: Record<ChartPeriod, { unit: "hour" | "day"; count: number }> = {
  "24h": { unit: "hour", count: 24 },
  "7d": { unit: "day", count: 7 },
  "30d": { unit: "day", count: 30 },
};

/** The period in a page's address; the week if it is unknown. */
export function chartPeriodOf(asked: unknown): ChartPeriod {
  return chartPeriods.find((period) => period === asked) ?? "7d";
}
