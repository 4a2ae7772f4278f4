import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, vi } from "vitest";
import { type Coalescer, coalescing } from "./coalesce.ts";
import type { AfterFailure, retry } from "./recovery.ts";

// Time passes only where a test says so: a busy machine would hold statements up.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

type Answers = (string | typeof retry)[];

/** Coalescers that share their places, and whose statements end when the test says so. */
export function stages(options: {
  max?: number;
  inFlight?: number;
  afterFailure?: (e: unknown) => AfterFailure;
}) {
  const over = coalescing({ max: 3, inFlight: 2, ...options });
  const calls: (PromiseWithResolvers<Answers> & { items: string[] })[] = [];
  // The first letter is the key, and the lane.
  const stage = (): Coalescer<string, string> =>
    over(
      (items: string[]) => {
        const call = { items, ...Promise.withResolvers<Answers>() };
        calls.push(call);
        return call.promise as Promise<string[]>;
      },
      { laneOf: (item) => item[0], keyOf: (item) => item[0] },
    );
  const items = () => calls.map((call) => call.items);
  const end = async (place: number, answers: Answers = calls[place]!.items.map((item) => `${item}!`)) => {
    calls[place]!.resolve(answers);
    await nextTurn();
    await nextTurn();
  };
  const fail = async (place: number, error: Error) => {
    calls[place]!.reject(error);
    await nextTurn();
    await nextTurn();
  };
  return { stage, calls, items, end, fail };
}

export function stage(options: Parameters<typeof stages>[0] = {}) {
  const all = stages(options);
  return { ...all, submit: all.stage() };
}

export const settledOf = async (all: Promise<string>[]) =>
  (await Promise.allSettled(all)).map((r) =>
    r.status === "fulfilled" ? r.value : (r.reason as Error).message,
  );
