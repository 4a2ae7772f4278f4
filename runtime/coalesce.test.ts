import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type AfterFailure, coalesce, QueueFull, retry } from "./coalesce.ts";

/** A statement that ends when the test says so. */
function stage(
  options: { max?: number; inFlight?: number; afterFailure?: (e: unknown) => AfterFailure } = {},
) {
  const calls: (PromiseWithResolvers<(string | typeof retry)[]> & { items: string[] })[] = [];
  const submit = coalesce<string, string>({
    max: 3,
    inFlight: 2,
    ...options,
    run: (items) => {
      const call = { items, ...Promise.withResolvers<(string | typeof retry)[]>() };
      calls.push(call);
      return call.promise;
    },
  });
  const items = () => calls.map((call) => call.items);
  const end = async (place: number, answers = calls[place]!.items.map((item) => `${item}!`)) => {
    calls[place]!.resolve(answers as string[]);
    await nextTurn();
    await nextTurn();
  };
  const fail = async (place: number, error: Error) => {
    calls[place]!.reject(error);
    await nextTurn();
    await nextTurn();
  };
  return { submit, calls, items, end, fail };
}

const settledOf = async (all: Promise<string>[]) =>
  (await Promise.allSettled(all)).map((r) =>
    r.status === "fulfilled" ? r.value : (r.reason as Error).message,
  );

describe("batches", () => {
  test("what comes in one turn goes together, in order, at most max", async () => {
    const { submit, items, end } = stage();
    const all = ["a", "b", "c", "d"].map(submit);
    await nextTurn();
    expect(items()).toEqual([["a", "b", "c"], ["d"]]);
    await end(1);
    await end(0);
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

  test("a full queue turns away, and takes again when it has room", async () => {
    const { submit, end, calls } = stage({ max: 10_000, inFlight: 1 });
    const first = submit("first");
    await nextTurn();
    const waiting = Array.from({ length: 10_000 }, () => submit("x"));
    await expect(submit("one too many")).rejects.toThrow(QueueFull);
    await end(0);
    const later = submit("later");
    await end(1);
    await end(2);
    expect(calls.map((call) => call.items.length)).toEqual([1, 10_000, 1]);
    await Promise.all([first, later, ...waiting]);
  });
});

describe("an error", () => {
  test("reaches every item of its batch, and of no other", async () => {
    const { submit, end, fail } = stage();
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
    expect(items()).toEqual([["a", "poison", "c"], ["a"]]);
    await end(1);
    await fail(2, new Error("poisoned"));
    await end(3);
    expect(items()).toEqual([["a", "poison", "c"], ["a"], ["poison"], ["c"], ["later"]]);
    await end(4);
    expect(await seen).toEqual(["a!", "poisoned", "c!"]);
    expect(await later).toBe("later!");
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
