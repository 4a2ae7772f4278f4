import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { scaleOf } from "./scale.ts";

test.prop([fc.integer({ min: 0, max: 2_000_000_000 })])(
  "an axis begins at nought, holds the highest, wastes little and has few whole lines",
  (highest) => {
    const { top, lines } = scaleOf(highest);
    expect(lines[0]).toBe(0);
    expect(lines.at(-1)).toBe(top);
    expect(top).toBeGreaterThanOrEqual(Math.max(1, highest));
    expect(top - (lines.at(-2) ?? 0)).toBeLessThanOrEqual(Math.max(1, top / lines.length) * 2);
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(lines.every((line) => Number.isInteger(line))).toBe(true);
    if (lines.length > 2) expect(lines.at(-2)).toBeLessThan(highest);
  },
);

test("the scale has round grid lines", () => {
  expect(scaleOf(3).lines).toEqual([0, 1, 2, 3]);
  expect(scaleOf(87).lines).toEqual([0, 50, 100]);
  expect(scaleOf(187).lines).toEqual([0, 50, 100, 150, 200]);
});
