/** How far back a chart goes, and how it is divided. */
export const chartPeriods = ["24h", "7d", "30d"] as const;
export type ChartPeriod = (typeof chartPeriods)[number];

/** The divisions of a period: the one under way is the last of them. */
export const divisionsOf: Record<ChartPeriod, { unit: "hour" | "day"; count: number }> = {
  "24h": { unit: "hour", count: 24 },
  "7d": { unit: "day", count: 7 },
  "30d": { unit: "day", count: 30 },
};

/** What an address asks for; what it does not know shows the week. */
export function chartPeriodOf(asked: unknown): ChartPeriod {
  return chartPeriods.find((period) => period === asked) ?? "7d";
}
