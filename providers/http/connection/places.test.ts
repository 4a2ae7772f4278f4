import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { places } from "./places.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** Asks for places and says which of them were obtained so far. */
function ask(count: number, gate: ReturnType<typeof places>, waitMs: number) {
  const found: (boolean | undefined)[] = Array(count).fill(undefined);
  for (const index of found.keys()) {
    void gate.take(waitMs).then((obtained) => {
      found[index] = obtained;
    });
  }
  return found;
}

test("places are given out first come, first served, until the wait is over", async () => {
  const gate = places(2);
  const found = ask(4, gate, 1_000);
  await vi.advanceTimersByTimeAsync(500);
  expect(found).toEqual([true, true, undefined, undefined]);
  gate.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(found).toEqual([true, true, true, undefined]);
  await vi.advanceTimersByTimeAsync(500);
  expect(found).toEqual([true, true, true, false]);
  // Nobody waits any more: the place is there for the next one.
  gate.leave();
  const [next] = [ask(1, gate, 0)];
  await vi.advanceTimersByTimeAsync(0);
  expect(next).toEqual([true]);
});

test("no more per second than the rate, however many places are free", async () => {
  const gate = places(100, 4);
  const found = ask(6, gate, 1_100);
  const obtained = () => found.filter((each) => each === true).length;
  await vi.advanceTimersByTimeAsync(0);
  expect(obtained()).toBe(1);
  await vi.advanceTimersByTimeAsync(500);
  expect(obtained()).toBe(3);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(found).toEqual([true, true, true, true, true, false]);
});

test("unused rate is not saved up", async () => {
  const gate = places(100, 1);
  await vi.advanceTimersByTimeAsync(10_000);
  const found = ask(3, gate, 500);
  await vi.advanceTimersByTimeAsync(600);
  expect(found).toEqual([true, false, false]);
});
