import { expect, test } from "vitest";
import { noOutcomes, shareDelivered, totalOf } from "./outcomes.ts";

test.each([
  [{}, null, "nothing was sent"],
  [{ pending: 3 }, null, "nothing has an outcome yet"],
  [{ sent: 40, failed: 2 }, null, "the provider sends no reports"],
  [{ delivered: 9, failed: 1 }, 0.9, "the rest failed"],
  [
    { delivered: 6, sent: 2, unknown: 1, failed: 1, pending: 5 },
    0.6,
    "what is pending may still be delivered",
  ],
  [{ failed: 2 }, 0, "everything failed"],
])("of %j the share delivered is %j: %s", (some, share, _why) => {
  expect(shareDelivered({ ...noOutcomes(), ...some })).toBe(share);
});

test("the total counts every outcome", () => {
  expect(totalOf({ delivered: 1, sent: 2, pending: 4, unknown: 8, failed: 16 })).toBe(31);
});
