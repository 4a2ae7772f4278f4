import { expect, test } from "vitest";
import { noOutcomes } from "#core/message/outcomes.ts";
import { barsOf } from "./bars.ts";

// Midnight in Damascus.
const start = new Date("2026-11-24T21:00:00Z");
const divisions = [{ ...noOutcomes(), delivered: 3, start, charged: 9 }];
const shared = { timeZone: "Asia/Damascus", hrefOf: (period: string) => `/messages?period=${period}` };

test("a day is in the time zone, labelled in the reader's language, and links to its messages", () => {
  const [english] = barsOf(divisions, { ...shared, unit: "day", locale: "en" });
  expect(english).toEqual({
    start: "2026-11-24T21:00:00.000Z",
    label: "Wednesday 25 November",
    tick: "25",
    month: "Nov",
    outcomes: { ...noOutcomes(), delivered: 3 },
    href: "/messages?period=2026-11-25..2026-11-25",
  });
  const [arabic] = barsOf(divisions, { ...shared, unit: "day", locale: "ar" });
  expect(arabic).toMatchObject({ label: "الأربعاء، 25 تشرين الثاني", tick: "25", month: "تشرين الثاني" });
});

test("an hour is labelled with its beginning and end", () => {
  const [bar] = barsOf(divisions, { ...shared, unit: "hour", locale: "en" });
  expect(bar).toMatchObject({
    tick: "00:00",
    month: null,
    href: "/messages?period=2026-11-24T21:00Z..2026-11-24T22:00Z",
  });
  expect(bar!.label).toMatch(/^Wed,? 00:00\s?–\s?01:00$/);
});
