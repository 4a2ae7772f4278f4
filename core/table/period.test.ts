import { expect, test } from "vitest";
import { period } from "./period.ts";
import { momentsPeriod, readPeriod } from "./period-text.ts";

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

test("a period from one moment to another, as charts by the hour link to it", () => {
  const text = momentsPeriod(new Date("2026-11-28T11:00:00Z"), new Date("2026-11-28T12:00:00Z"));
  expect(text).toBe("2026-11-28T11:00Z..2026-11-28T12:00Z");
  expect(readPeriod(text)).toEqual({ exact: true, from: "2026-11-28T11:00Z", to: "2026-11-28T12:00Z" });
  for (const wrong of [
    "2026-11-28T11:00Z..",
    "2026-11-28T11:00Z..2026-11-28",
    "2026-11-28T24:00Z..2026-11-29T01:00Z",
    "2026-02-30T11:00Z..2026-03-01T11:00Z",
    "2026-11-28T11:00..2026-11-28T12:00",
    "2026-11-28T11:00:00Z..2026-11-28T12:00:00Z",
    `${text}..2026-11-28T13:00Z`,
  ]) {
    expect(readPeriod(wrong), wrong).toBeNull();
  }
});
