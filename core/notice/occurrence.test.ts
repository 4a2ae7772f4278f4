import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { judge, type KnownState, type PresentState, stateKey, TOLD_AGAIN_MS } from "./occurrence.ts";

const MINUTE = 60_000;
const HOLD = 2 * MINUTE;

const down = (level = 1): PresentState => ({
  kind: "down",
  subject: "p",
  level,
  holdMs: level === 1 ? HOLD : 0,
});

/** Looks once a minute at what `present` says of that minute. @returns what was told, such as `7 down 1 p`. */
function watch(minutes: number, present: (minute: number) => PresentState[]): string[] {
  const told: string[] = [];
  let known = new Map<string, KnownState>();
  for (let minute = 0; minute < minutes; minute++) {
    const { tell, keep, forget } = judge(present(minute), [...known.values()], new Date(minute * MINUTE));
    for (const state of forget) known.delete(stateKey(state));
    for (const state of keep) known.set(stateKey(state), state);
    known = new Map(known);
    told.push(...tell.map((state) => `${minute} ${stateKey(state)}`));
  }
  return told;
}

test("a lasting state creates one notice, after its minimum duration", () => {
  expect(watch(300, (minute) => (minute >= 5 ? [down()] : []))).toEqual(["7 down 1 p"]);
});

test("a state that ends before its minimum duration creates no notice", () => {
  expect(watch(300, (minute) => (minute % 10 < 2 ? [down()] : []))).toEqual([]);
});

test("a state that returns within the hour creates a notice after the hour, if it still lasts", () => {
  const flaps = (minute: number) => (minute < 10 || minute >= 20 ? [down()] : []);
  expect(watch(300, flaps)).toEqual(["2 down 1 p", "62 down 1 p"]);
  expect(watch(300, (minute) => (flaps(minute).length > 0 && minute < 40 ? [down()] : []))).toEqual([
    "2 down 1 p",
  ]);
});

test("the more severe level creates its own notice, and replaces the lesser one if both begin at once", () => {
  const grows = (minute: number) => [down(), ...(minute >= 30 ? [down(2)] : [])];
  expect(watch(300, grows)).toEqual(["2 down 1 p", "30 down 2 p"]);
  expect(watch(300, () => [down(), down(2)])).toEqual(["0 down 2 p"]);
  // Of a thing that is topped up a little, and used up again days later.
  const again = (minute: number) => [down(), ...(minute < 10 || minute >= 2_000 ? [down(2)] : [])];
  expect(watch(2_100, again)).toEqual(["0 down 2 p", "2000 down 2 p"]);
});

test.prop([
  fc.array(fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 400 }),
])(
  "whatever comes and goes: never twice in one occurrence, never twice an hour, never what is not there",
  (minutes) => {
    const states: PresentState[] = [
      { kind: "a", subject: "x", level: 1, holdMs: 0 },
      { kind: "a", subject: "x", level: 2, holdMs: HOLD },
      { kind: "b", subject: "x", level: 1, holdMs: HOLD },
    ];
    const present = (minute: number) => states.filter((_, at) => minutes[minute]![at]);
    const told = watch(minutes.length, present).map((line) => {
      const [minute, ...key] = line.split(" ");
      return { minute: Number(minute), key: key.join(" ") };
    });
    for (const [at, { minute, key }] of told.entries()) {
      expect(present(minute).map(stateKey)).toContain(key);
      const before = told.slice(0, at).findLast((earlier) => earlier.key === key);
      if (!before) continue;
      expect((minute - before.minute) * MINUTE).toBeGreaterThanOrEqual(TOLD_AGAIN_MS);
      const between = Array.from({ length: minute - before.minute }, (_, n) => before.minute + n);
      expect(between.some((each) => !present(each).map(stateKey).includes(key))).toBe(true);
    }
  },
);
