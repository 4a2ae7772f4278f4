import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { z } from "zod";
import { scheduleFields, waitMs } from "./poll-schedule.ts";

const schedule = z.object(scheduleFields);

test("by default polls after half a minute, then doubles the interval up to an hour", () => {
  const waits = Array.from({ length: 10 }, (_, asked) => waitMs(schedule.parse({}), asked, 0)! / 1_000);
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
});

test.prop([
  fc.integer({ min: 10, max: 3600 }),
  fc.integer({ min: 60, max: 21_600 }),
  fc.integer({ min: 1, max: 24 }),
])(
  "it ends within the day, after a number of questions that a carrier can bear",
  (first_seconds, longest_seconds, give_up_hours) => {
    const config = schedule.parse({ first_seconds, longest_seconds, give_up_hours });
    let ageMs = 0;
    let asked = 0;
    for (let wait = waitMs(config, 0, 0); wait !== null; wait = waitMs(config, asked, ageMs)) {
      ageMs += wait;
      asked++;
      expect(wait).toBeGreaterThanOrEqual(first_seconds * 1_000);
    }
    expect(ageMs).toBeLessThanOrEqual(give_up_hours * 3_600_000);
    expect(asked).toBeLessThanOrEqual(1_500);
  },
);
