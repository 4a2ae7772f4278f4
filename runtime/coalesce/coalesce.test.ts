import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { isDatabaseAway } from "#runtime/database/errors.ts";
import { retry } from "./recovery.ts";
import { settledOf, stage, stages } from "./test-coalesce.ts";

describe("batches", () => {
  test("items of one turn go together, in order, up to the maximum", async () => {
    const { submit, items, end } = stage({ inFlight: 1 });
    const all = ["a", "b", "c", "d"].map(submit);
    await nextTurn();
    expect(items()).toEqual([["a", "b", "c"]]);
    await end(0);
    expect(items()).toEqual([["a", "b", "c"], ["d"]]);
    await end(1);
    expect(await Promise.all(all)).toEqual(["a!", "b!", "c!", "d!"]);
  });

  test("a lone item goes at the next turn without waiting", async () => {
    const { submit, items } = stage();
    void submit("a");
    expect(items()).toEqual([]);
    await nextTurn();
    expect(items()).toEqual([["a"]]);
    void submit("b");
    await nextTurn();
    expect(items()).toEqual([["a"], ["b"]]);
  });

  test("no more than allowed are in flight; the others wait, and go together when one ends", async () => {
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

  test("items that waited ten seconds are turned away as soon as a statement ends, and younger ones go", async () => {
    // It passes for the items only: the statement is not held up.
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    const { submit, items, end } = stage({ inFlight: 1 });
    const stuck = submit("stuck");
    await nextTurn();
    const early = settledOf(["early", "early too"].map(submit));
    clock.mockReturnValue(6_000);
    const late = submit("late");
    clock.mockReturnValue(11_000);
    const last = submit("last");
    await nextTurn();
    expect(await early).toEqual(Array(2).fill("the database was waited for too long"));
    await end(0);
    await end(1);
    expect(items()).toEqual([["stuck"], ["late", "last"]]);
    expect(await Promise.all([stuck, late, last])).toEqual(["stuck!", "late!", "last!"]);
  });

  test("a full queue turns items away, and accepts again when it has room", async () => {
    const { submit, end, calls } = stage({ max: 10_000, inFlight: 1 });
    const first = submit("x first");
    await nextTurn();
    const waiting = Array.from({ length: 10_000 }, () => submit("x"));
    await expect(submit("x too many")).rejects.toSatisfy(isDatabaseAway);
    await end(0);
    const later = submit("x later");
    await end(1);
    await end(2);
    expect(calls.map((call) => call.items.length)).toEqual([1, 10_000, 1]);
    await Promise.all([first, later, ...waiting]);
  });
});

describe("places", () => {
  test("items in progress travel in as many groups as there are places", async () => {
    const { submit, items, end } = stage({ max: 100, inFlight: 2 });
    const all = Array.from("abcdef", submit);
    await nextTurn();
    expect(items()).toEqual([Array.from("abc"), Array.from("def")]);
    await end(0);
    await end(1);
    expect(await Promise.all(all)).toEqual(Array.from("abcdef", (item) => `${item}!`));
  });

  test("are shared: the item that waited longest goes first, of whatever kind", async () => {
    const { stage, items, end } = stages({ inFlight: 1 });
    const [one, other] = [stage(), stage()];
    void one("a");
    await nextTurn();
    void other("first");
    vi.advanceTimersByTime(1);
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

  test("the next statement starts before the results of the last are handed out", async () => {
    const { submit, items, end } = stage({ inFlight: 1 });
    const seen = submit("a").then(() => items());
    await nextTurn();
    void submit("b");
    await nextTurn();
    await end(0);
    expect(await seen).toEqual([["a"], ["b"]]);
    await end(1);
  });

  test("less than a share waits for the running statement, but no longer", async () => {
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

  test("a flood of another kind delays nothing for long", async () => {
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

  test("a statement held up by a lock gives its place to others, and to a few of its own kind", async () => {
    const { stage, items, end } = stages({ inFlight: 1 });
    const [locked, free] = [stage(), stage()];
    for (const item of ["1", "2", "3", "4"]) {
      void locked(item);
      await nextTurn();
      vi.advanceTimersByTime(150);
      await nextTurn();
    }
    expect(items()).toEqual([["1"], ["2"], ["3"], ["4"]]);
    void locked("waits");
    void free("goes");
    await nextTurn();
    expect(items()[4]).toEqual(["goes"]);
    await end(4);
    expect(items()).toHaveLength(5);
    await end(0);
    expect(items()[5]).toEqual(["waits"]);
    for (const place of [1, 2, 3, 5]) await end(place);
  });
});
