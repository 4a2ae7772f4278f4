import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { medianOfSteps, STEPS_PER_DOUBLING } from "./delivery-time.ts";

const stepOf = (ms: number) => Math.floor(STEPS_PER_DOUBLING * Math.log2(ms));

test.prop([fc.array(fc.integer({ min: 1, max: 86_400_000 }), { minLength: 1, maxLength: 300 })])(
  "the median of steps is within a step of the median of the times",
  (times) => {
    const steps = new Map<number, number>();
    for (const ms of times) steps.set(stepOf(ms), (steps.get(stepOf(ms)) ?? 0) + 1);
    const sorted = times.toSorted((a, b) => a - b);
    const [low, high] = [
      sorted[Math.floor((sorted.length - 1) / 2)]!,
      sorted[Math.floor(sorted.length / 2)]!,
    ];
    expect(medianOfSteps(steps)).toBeGreaterThanOrEqual(low / 1.2);
    expect(medianOfSteps(steps)).toBeLessThanOrEqual(high * 1.2);
  },
);

test("no values have no median", () => {
  expect(medianOfSteps(new Map())).toBeNull();
  expect(medianOfSteps(new Map([[4, 0]]))).toBeNull();
});
