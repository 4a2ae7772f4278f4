import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { byUrgency, newPlan, renewalReasons, subscriptionState, topUp } from "./subscription.ts";

const NOW = new Date("2026-11-25T12:00:00Z");
const DAY = 86_400_000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);

test.each([
  [{ quota: 100, used: 0, endsAt: inDays(30), renewsAt: null }, []],
  [{ quota: 100, used: 0, endsAt: inDays(14), renewsAt: null }, ["ends"]],
  [{ quota: 100, used: 89, endsAt: inDays(14.01), renewsAt: null }, []],
  [{ quota: 100, used: 90, endsAt: inDays(30), renewsAt: null }, ["used"]],
  [{ quota: 1, used: 0, endsAt: inDays(30), renewsAt: null }, []],
  [{ quota: 1, used: 1, endsAt: inDays(1), renewsAt: null }, ["ends", "used"]],
  [{ quota: 1, used: 0, endsAt: inDays(1), renewsAt: inDays(1) }, []],
  [{ quota: 1, used: 1, endsAt: inDays(1), renewsAt: inDays(1) }, ["used"]],
])("%j is due for %j", (subscription, reasons) => {
  expect(renewalReasons(subscription, NOW)).toEqual(reasons);
});

const renewable = fc
  .record({
    quota: fc.integer({ min: 1, max: 2_147_483_647 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .chain(({ quota, share }) =>
    fc.record({
      quota: fc.constant(quota),
      used: fc.constant(Math.floor(quota * share)),
      endsAt: fc.integer({ min: 1, max: 3_660 }).map(inDays),
      renewsAt: fc.constant(null),
    }),
  );

test.prop([renewable, fc.integer({ min: 1, max: 365 }), fc.integer({ min: 0, max: 365 })])(
  "what is due stays due when it is used further, comes nearer its end, or is looked at from further away",
  (subscription, days, more) => {
    const before = renewalReasons(subscription, NOW, days);
    const used = { ...subscription, used: Math.min(subscription.quota, subscription.used + more) };
    expect(renewalReasons(used, NOW, days)).toEqual(expect.arrayContaining(before));
    const later = new Date(NOW.getTime() + more * DAY);
    expect(renewalReasons(subscription, later, days)).toEqual(expect.arrayContaining(before));
    expect(renewalReasons(subscription, NOW, days + more)).toEqual(expect.arrayContaining(before));
  },
);

test.prop([fc.array(renewable)])("what is empty comes first, then what ends first", (all) => {
  const sorted = all.toSorted(byUrgency);
  const empty = sorted.map(({ used, quota }) => used >= quota);
  expect(empty).toEqual(empty.toSorted((a, b) => Number(b) - Number(a)));
  for (const half of [true, false]) {
    const ends = sorted.filter((_, i) => empty[i] === half).map(({ endsAt }) => endsAt.getTime());
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
  }
});

test("a subscription has one of four states, and a cancelled one has no other", () => {
  const period = { startsAt: inDays(-1), endsAt: inDays(1) };
  expect(subscriptionState({ status: "active", ...period }, NOW)).toBe("active");
  expect(subscriptionState({ status: "active", ...period }, inDays(1))).toBe("ended");
  expect(subscriptionState({ status: "active", ...period }, inDays(-2))).toBe("notBegun");
  expect(subscriptionState({ status: "cancelled", ...period }, NOW)).toBe("cancelled");
});

test("form values are strings, and notes are one line", () => {
  expect(topUp.parse({ id: "7", credits: " 100 ", note: " paid " })).toEqual({
    id: 7,
    credits: 100,
    note: "paid",
  });
  expect(topUp.safeParse({ id: 7, credits: "1e3" }).success).toBe(false);
  expect(topUp.safeParse({ id: 7, credits: -5 }).success).toBe(false);
  expect(topUp.safeParse({ id: 7, credits: 5, note: "a\nb" }).success).toBe(false);
  expect(newPlan.safeParse({ name: "", quota: 1, days: 1 }).success).toBe(false);
});
