import { fc, test as property } from "@fast-check/vitest";
import { expect, test, vi } from "vitest";
import { Lanes } from "./lanes.ts";

const waiting = (item: string, at = 0) => ({ item, at, failures: 0, resolve: () => {}, reject: () => {} });
const lanesOf = (...items: string[]) => {
  const lanes = new Lanes<string, never>((item) => item[0]);
  for (const item of items) lanes.add(waiting(item));
  return lanes;
};
const taken = (lanes: Lanes<string, never>, count: number) => lanes.take(count).map(({ item }) => item);

test("keys take turns, one item each, and keep their own order", () => {
  const lanes = lanesOf("a1", "a2", "a3", "a4", "b1", "c1", "c2");
  expect(taken(lanes, 4)).toEqual(["a1", "b1", "c1", "a2"]);
  expect(taken(lanes, 10)).toEqual(["c2", "a3", "a4"]);
  expect(lanes.size).toBe(0);
});

test("an item goes with the next batch, even next to ten thousand of another key", () => {
  const lanes = lanesOf(...Array.from({ length: 10_000 }, (_, n) => `a${n}`), "b1");
  expect(taken(lanes, 64)).toContain("b1");
});

test("a lane fills its batches alone, and takes a share next to others, including recent ones", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    const many = (key: string, count: number) => Array.from({ length: count }, (_, n) => `${key}${n}`);
    const lanes = lanesOf(...many("a", 400));
    vi.advanceTimersByTime(1_000);
    lanes.take(1);
    vi.advanceTimersByTime(1_000);
    expect(lanes.take(64)).toHaveLength(64);
    lanes.add(waiting("b1"));
    expect(taken(lanes, 64).filter(([key]) => key === "a")).toHaveLength(16);
    vi.advanceTimersByTime(50);
    expect(lanes.take(64)).toHaveLength(16);
    vi.advanceTimersByTime(1_000);
    expect(lanes.take(64)).toHaveLength(64);
    for (const item of [...many("c", 40), ...many("d", 40)]) lanes.add(waiting(item));
    expect(lanes.take(64)).toHaveLength(48);
  } finally {
    vi.useRealTimers();
  }
});

test("retried items go first, in their order", () => {
  const lanes = lanesOf("a1", "b1");
  lanes.putBack([waiting("b0"), waiting("a0")]);
  expect(taken(lanes, 3)).toEqual(["b0", "a0", "a1"]);
  expect(lanes.size).toBe(1);
});

test("late items are removed from every lane", () => {
  const lanes = new Lanes<string, never>((item) => item[0]);
  for (const [item, at] of [
    ["a1", 1],
    ["b1", 2],
    ["a2", 3],
    ["b2", 8],
  ] as const)
    lanes.add(waiting(item, at));
  lanes.putBack([waiting("c0", 0)]);
  expect(lanes.oldest()).toBe(0);
  expect(lanes.takeOlderThan(3).map(({ item }) => item)).toEqual(["c0", "a1", "b1"]);
  expect([lanes.size, lanes.oldest()]).toEqual([2, 3]);
  expect(taken(lanes, 9)).toEqual(["a2", "b2"]);
  expect(lanes.oldest()).toBe(Number.POSITIVE_INFINITY);
});

property.prop([
  fc.array(fc.stringMatching(/^[abc]\d$/), { maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 9 })),
])(
  "everything comes out once, in order within its lane, and no lane is ahead of a waiting one by more than an item",
  (items, sizes) => {
    const lanes = lanesOf(...items);
    const all: string[] = [];
    for (const size of [...sizes, items.length]) {
      const left = new Set(items.filter((item) => !all.includes(item)).map(([key]) => key));
      const batch = taken(lanes, size);
      const counts = [...left].map((key) => batch.filter((item) => item[0] === key).length);
      const stillWaiting = counts.filter((_, place) => {
        const key = [...left][place];
        return (
          items.filter((item) => item[0] === key).length >
          [...all, ...batch].filter((item) => item[0] === key).length
        );
      });
      if (stillWaiting.length > 0)
        expect(Math.max(...counts) - Math.min(...stillWaiting)).toBeLessThanOrEqual(1);
      all.push(...batch);
    }
    expect(lanes.size).toBe(0);
    for (const key of "abc") {
      expect(all.filter((item) => item[0] === key)).toEqual(items.filter((item) => item[0] === key));
    }
  },
);
