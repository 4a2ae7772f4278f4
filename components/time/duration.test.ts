import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration } from "./duration.ts";

test.each([
  [0, "0ms", "0 ملي ثانية"],
  [640, "640ms", "640 ملي ثانية"],
  [999.6, "1.0s", "ثانية"],
  [2_740, "2.7s", "2.7 ثانية"],
  [9_960, "10s", "10 ثوان"],
  [59_700, "1m", "دقيقة"],
  [90_000, "1m 30s", "دقيقة و30 ثانية"],
  [3_599_900, "1h", "ساعة"],
  [7_500_000, "2h 5m", "ساعتان و5 دقائق"],
  [86_399_900, "1d", "يوم"],
  [93_600_000, "1d 2h", "يوم وساعتان"],
])("%d ms in both languages", (ms, english, arabic) => {
  expect(formatDuration("en", ms)).toBe(english);
  expect(formatDuration("ar", ms)).toBe(arabic);
});

test("only a duration of 0 is written as zero, and no part reaches the next unit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 * 86_400_000 }), (ms) => {
      const text = formatDuration("en", ms);
      expect(text).not.toMatch(/^0/);
      expect(text).not.toMatch(/ 0|60s|60m|24h|1000ms/);
    }),
  );
});
