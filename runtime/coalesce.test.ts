import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type AfterFailure, type Coalescer, coalescing, retry, TurnedAway } from "./coalesce.ts";

type Answers = (string | typeof retry)[];

/** Coalescers that share their places, and whose statements end when the test says so. */
function stages(options: { max?: number; inFlight?: number; afterFailure?: (e: unknown) => AfterFailure }) {
  const over = coalescing({ max: 3, inFlight: 2, ...options });
  const calls: (PromiseWithResolvers<Answers> & { items: string[] })[] = [];
  const stage = (): Coalescer<string, string> =>
    over((items: string[]) => {
      const call = { items, ...Promise.withResolvers<Answers>() };
      calls.push(call);
      return call.promise as Promise<string[]>;
    });
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

function stage(options: Parameters<typeof stages>[0] = {}) {
  const all = stages(options);
  return { ...all, submit: all.stage() };
}

const settledOf = async (all: Promise<string>[]) =>
  (await Promise.allSettled(all)).map((r) =>
    r.status === "fulfilled" ? r.value : (r.reason as Error).message,
  );

describe("batches", () => {
  afterEach(() => void vi.useRealTimers());

  test("what comes in one turn goes together, in order, at most max", async () => {
    const { submit, items, end } = stage({ inFlight: 1 });
    const all = ["a", "b", "c", "d"].map(submit);
    await nextTurn();
    expect(items()).toEqual([["a", "b", "c"]]);
    await end(0);
    expect(items()).toEqual([["a", "b", "c"], ["d"]]);
    await end(1);
    expect(await Promise.all(all)).toEqual(["a!", "b!", "c!", "d!"]);
  });

  test("a lone item goes at the next turn and waits for nobody", async () => {
    const { submit, items } = stage();
    void submit("a");
    expect(items()).toEqual([]);
    await nextTurn();
    expect(items()).toEqual([["a"]]);
    void submit("b");
    await nextTurn();
    expect(items()).toEqual([["a"], ["b"]]);
  });

  test("no more in flight than allowed; the others wait, and go together when one ends", async () => {
    const { submit, items, end } = stage({ inFlight: 1 });
    void submit("a");
    await nextTurn();
    for (const item of ["b", "c", "d", "e"]) {
      void submit(item);
      await nextTurn();
    }
    expect(items()).toEqual([["a"]]);
    expect(submit.depth()).toBe(4);
    await end(0);
    expect(items()).toEqual([["a"], ["b", "c", "d"]]);
    await end(1);
    expect(items()).toEqual([["a"], ["b", "c", "d"], ["e"]]);
    expect(submit.depth()).toBe(0);
  });

  test("`retry` puts an item at the head of the next batch", async () => {
    const { submit, items, end } = stage({ inFlight: 1 });
    const all = ["a", "b", "c"].map(submit);
    await nextTurn();
    all.push(submit("d"), submit("e"));
    await end(0, ["a!", retry as unknown as string, retry as unknown as string]);
    expect(items()[1]).toEqual(["b", "c", "d"]);
    await end(1);
    await end(2);
    expect(await Promise.all(all)).toEqual(["a!", "b!", "c!", "d!", "e!"]);
  });

  test("what has waited ten seconds is turned away as soon as anything moves, and what is younger goes", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { submit, items, end } = stage({ inFlight: 1 });
    const stuck = submit("stuck");
    await nextTurn();
    const early = settledOf(["early", "early too"].map(submit));
    vi.advanceTimersByTime(6_000);
    const late = submit("late");
    vi.advanceTimersByTime(5_000);
    const last = submit("last");
    await nextTurn();
    expect(await early).toEqual(Array(2).fill("the database was waited for too long"));
    await end(0);
    await end(1);
    expect(items()).toEqual([["stuck"], ["late", "last"]]);
    expect(await Promise.all([stuck, late, last])).toEqual(["stuck!", "late!", "last!"]);
  });

  test("a full queue turns away, and takes again when it has room", async () => {
    const { submit, end, calls } = stage({ max: 10_000, inFlight: 1 });
    const first = submit("first");
    await nextTurn();
    const waiting = Array.from({ length: 10_000 }, () => submit("x"));
    await expect(submit("one too many")).rejects.toThrow(TurnedAway);
    await end(0);
    const later = submit("later");
    await end(1);
    await end(2);
    expect(calls.map((call) => call.items.length)).toEqual([1, 10_000, 1]);
    await Promise.all([first, later, ...waiting]);
  });
});

describe("places", () => {
  afterEach(() => void vi.useRealTimers());

  test("what is under way travels in as many groups as there are", async () => {
    const { submit, items, end } = stage({ max: 100, inFlight: 2 });
    const all = Array.from("abcdef", submit);
    await nextTurn();
    expect(items()).toEqual([Array.from("abc"), Array.from("def")]);
    await end(0);
    await end(1);
    expect(await Promise.all(all)).toEqual(Array.from("abcdef", (item) => `${item}!`));
  });

  test("are shared: who has waited longest goes first, whatever it is", async () => {
    const { stage, items, end } = stages({ inFlight: 1 });
    const [one, other] = [stage(), stage()];
    void one("a");
    await nextTurn();
    void other("first");
    void one("second");
    void one("third");
    await nextTurn();
    expect(items()).toEqual([["a"]]);
    await end(0);
    expect(items()).toEqual([["a"], ["first"]]);
    await end(1);
    expect(items()).toEqual([["a"], ["first"], ["second", "third"]]);
    await end(2);
  });

  test("the next statement is under way before the answers of the last are known", async () => {
    const { submit, items, end } = stage({ inFlight: 1 });
    const seen = submit("a").then(() => items());
    await nextTurn();
    void submit("b");
    await nextTurn();
    await end(0);
    expect(await seen).toEqual([["a"], ["b"]]);
    await end(1);
  });

  test("less than a share waits for the statement that runs, and not for company that never comes", async () => {
    const { submit, items, end } = stage({ max: 100, inFlight: 2 });
    for (const item of "abcdefghijkl") void submit(item);
    await nextTurn();
    await end(0);
    void submit("m");
    await nextTurn();
    expect(items()).toEqual([Array.from("abcdef"), Array.from("ghijkl")]);
    await end(1);
    expect(items()[2]).toEqual(["m"]);
    await end(2);
  });

  test("a flood elsewhere holds nobody up for long", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { stage, items, end } = stages({ max: 3, inFlight: 2 });
    const [flood, lone] = [stage(), stage()];
    for (let i = 0; i < 60; i++) void flood(`${i}`);
    await nextTurn();
    void lone("lone");
    await nextTurn();
    await end(0);
    expect(items().flat()).not.toContain("lone");
    vi.advanceTimersByTime(25);
    await end(1);
    await end(2);
    expect(items().flat()).toContain("lone");
    for (let i = 3; i < items().length; i++) await end(i);
  });

  test("a statement that somebody's lock holds up leaves its place to others, but not to its own kind", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { stage, items, end } = stages({ inFlight: 1 });
    const [locked, free] = [stage(), stage()];
    void locked("held up");
    await nextTurn();
    void free("waits");
    void locked("waits too");
    await nextTurn();
    expect(items()).toEqual([["held up"]]);
    vi.advanceTimersByTime(150);
    await nextTurn();
    expect(items()).toEqual([["held up"], ["waits"]]);
    await end(1);
    expect(items()).toHaveLength(2);
    await end(0);
    expect(items()).toEqual([["held up"], ["waits"], ["waits too"]]);
    await end(2);
  });
});

describe("an error", () => {
  test("reaches every item of its batch, and of no other", async () => {
    const { submit, end, fail } = stage({ inFlight: 1 });
    const all = ["a", "b", "c", "d"].map(submit);
    const seen = settledOf(all);
    await nextTurn();
    await fail(0, new Error("broken"));
    await end(1);
    expect(await seen).toEqual(["broken", "broken", "broken", "d!"]);
  });

  test("of a poisonous item is its own: its neighbours are tried alone, once, in turn", async () => {
    const { submit, items, end, fail } = stage({ max: 5, inFlight: 1, afterFailure: () => "alone" });
    const seen = settledOf(["a", "poison", "c"].map(submit));
    await nextTurn();
    const later = submit("later");
    await fail(0, new Error("broken"));
    expect(items()).toEqual([["a", "poison", "c"], ["a"], ["poison"]]);
    await end(1);
    await fail(2, new Error("poisoned"));
    await end(3);
    expect(items()).toEqual([["a", "poison", "c"], ["a"], ["poison"], ["c"], ["later"]]);
    await end(4);
    expect(await seen).toEqual(["a!", "poisoned", "c!"]);
    expect(await later).toBe("later!");
  });

  test("of one that a lock holds up is not waited for by its neighbours", async () => {
    const { submit, items, end, fail } = stage({ max: 5, inFlight: 1, afterFailure: () => "alone" });
    const [held, ...others] = ["held up", "b", "c", "d"].map(submit);
    await nextTurn();
    await fail(0, new Error("lock timeout"));
    for (const place of [2, 3, 4]) await end(place);
    expect(items().slice(1)).toEqual([["held up"], ["b"], ["c"], ["d"]]);
    expect(await Promise.all(others)).toEqual(["b!", "c!", "d!"]);
    const seen = settledOf([held!]);
    await fail(1, new Error("lock timeout"));
    expect(await seen).toEqual(["lock timeout"]);
  });

  test("of a lone item is final where it may be to blame", async () => {
    const { submit, items, fail } = stage({ afterFailure: () => "alone" });
    const seen = settledOf([submit("a")]);
    await nextTurn();
    await fail(0, new Error("broken"));
    expect(await seen).toEqual(["broken"]);
    expect(items()).toEqual([["a"]]);
  });

  test("that is nobody's fault sends the batch again, with whoever came meanwhile", async () => {
    const { submit, items, end, fail } = stage({ inFlight: 1, afterFailure: () => "again" });
    const all = [submit("a"), submit("b")];
    await nextTurn();
    all.push(submit("c"));
    await fail(0, new Error("deadlock"));
    expect(items()).toEqual([
      ["a", "b"],
      ["a", "b", "c"],
    ]);
    await end(1);
    expect(await Promise.all(all)).toEqual(["a!", "b!", "c!"]);
  });

  test("that is nobody's fault and does not go away is answered in the end", async () => {
    const { submit, items, fail } = stage({ inFlight: 1, afterFailure: () => "again" });
    const seen = settledOf([submit("a")]);
    await nextTurn();
    for (const place of [0, 1, 2]) await fail(place, new Error(`deadlock ${place}`));
    expect(await seen).toEqual(["deadlock 2"]);
    expect(items()).toHaveLength(3);
  });

  test("leaves the place in flight free for the next", async () => {
    const { submit, end, fail } = stage({ inFlight: 1 });
    const first = settledOf([submit("a")]);
    await nextTurn();
    await fail(0, new Error("broken"));
    await first;
    const second = submit("b");
    await nextTurn();
    await end(1);
    expect(await second).toBe("b!");
  });
});
