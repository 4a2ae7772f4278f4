import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate, creditsFor, inChargingOrder, type Unit } from "./credits.ts";

test("the arithmetic itself: charges fit, and go to the subscription that ends first", () => {
  const fund = fc.record({
    id: fc.integer({ min: 1, max: 1_000 }),
    unit: fc.constantFrom<Unit>("message", "segment"),
    endsAt: fc.nat({ max: 3 }),
    room: fc.nat({ max: 10 }),
  });
  const funds = fc.uniqueArray(fund, { maxLength: 5, selector: (each) => each.id });
  fc.assert(
    fc.property(fc.array(fc.record({ segments: fc.integer({ min: 1, max: 5 }) })), funds, (sends, subs) => {
      const results = allocate(sends, subs);
      for (const { id, room } of subs) {
        const charged = results.filter((r) => r.kind === "charged" && r.subscriptionId === id);
        expect(
          charged.reduce((sum, r) => sum + (r.kind === "charged" ? r.credits : 0), 0),
        ).toBeLessThanOrEqual(room);
      }
      results.forEach((result, place) => {
        const covering = inChargingOrder(subs).filter(
          (s) => s.room >= creditsFor(s.unit, sends[place]!.segments),
        );
        expect(result.kind === "no_credit").toBe(covering.length === 0);
        if (result.kind === "charged") expect(result.subscriptionId).toBe(covering[0]?.id);
      });
      // Whatever is tried again in vain would be tried for ever.
      const first = results.find((result) => result.kind !== "no_credit");
      if (first) expect(first.kind).toBe("charged");
    }),
  );
});
