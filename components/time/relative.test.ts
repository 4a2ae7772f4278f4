import { expect, test } from "vitest";
import { relativeUnit } from "./relative.ts";

const now = new Date("2026-11-25T12:00:00Z");
const in_ = (days: number) => new Date(now.getTime() + days * 86_400_000);

test("whole days are written as days up to two months, never as weeks", () => {
  for (const days of [-59, -12, -1, 1, 7, 12, 14, 30, 59]) {
    expect(relativeUnit(in_(days), now), String(days)).toBe("day");
  }
  expect(relativeUnit(in_(60), now)).toBe("month");
  expect(relativeUnit(in_(-400), now)).toBe("year");
  expect(relativeUnit(in_(0.5), now)).toBe("hour");
  expect(relativeUnit(in_(-0.01), now)).toBe("minute");
  expect(relativeUnit(now, now)).toBe("second");
});
