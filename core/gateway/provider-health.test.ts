import fc from "fast-check";
import { expect, test } from "vitest";
import { providerState } from "./provider-health.ts";

test.each([
  [0, 0, 0, "idle"],
  [1, 0, 0, "well"],
  [100, 4, 0, "well"],
  [100, 10, 14, "well"],
  [17, 4, 0, "well"],
  // A carrier that takes nothing is never well, however few the messages.
  [0, 4, 0, "trouble"],
  [0, 2, 0, "trouble"],
  [0, 0, 3, "trouble"],
  [0, 1, 0, "doubtful"],
  [0, 0, 1, "doubtful"],
  [1, 4, 0, "doubtful"],
  [8, 1, 1, "doubtful"],
  [20, 3, 2, "trouble"],
  [100, 0, 30, "trouble"],
])("%i accepted, %i refused, %i unknown: %s", (accepted, rejected, unknown, state) => {
  expect(providerState({ accepted, rejected, unknown })).toBe(state);
});

test("a refusal or an unknown outcome never improves the rating, and an acceptance never worsens it", () => {
  const order = ["well", "doubtful", "trouble"];
  const count = fc.nat(200);
  fc.assert(
    fc.property(count, count, count, (accepted, rejected, unknown) => {
      fc.pre(accepted + rejected + unknown > 0);
      const grade = (more: object) => order.indexOf(providerState({ accepted, rejected, unknown, ...more }));
      expect(grade({ rejected: rejected + 1 })).toBeGreaterThanOrEqual(grade({}));
      expect(grade({ unknown: unknown + 1 })).toBeGreaterThanOrEqual(grade({}));
      expect(grade({ accepted: accepted + 1 })).toBeLessThanOrEqual(grade({}));
      expect(providerState({ accepted, rejected: unknown, unknown: rejected })).toBe(
        providerState({ accepted, rejected, unknown }),
      );
    }),
  );
});
