import { expect, test } from "vitest";
import { period } from "./period.ts";

test("hours and days, with either end open", () => {
  expect(period.parse("24h")).toEqual({ hours: 24 });
  expect(period.parse("2026-11-01..2026-11-30")).toEqual({ from: "2026-11-01", to: "2026-11-30" });
  expect(period.parse("2026-11-01..")).toEqual({ from: "2026-11-01", to: undefined });
  expect(period.parse("..2024-02-29")).toEqual({ from: undefined, to: "2024-02-29" });
});

test.each([
  "",
  "..",
  "2h",
  "2026-11-01",
  "2026-02-30..",
  "2026-13-01..",
  "2026-11-01..x",
  "a..b..c",
  "toString",
])("%j is not a period", (text) => {
  expect(period.safeParse(text).success).toBe(false);
});
