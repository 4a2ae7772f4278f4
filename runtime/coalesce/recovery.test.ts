import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { settledOf, stage } from "./test-coalesce.ts";

test("an error reaches every item of its batch, and of no other", async () => {
  const { submit, end, fail } = stage({ inFlight: 1 });
  const all = ["a", "b", "c", "d"].map(submit);
  const seen = settledOf(all);
  await nextTurn();
  await fail(0, new Error("broken"));
  await end(1);
  expect(await seen).toEqual(["broken", "broken", "broken", "d!"]);
});

test("an error caused by one item stays with it: the others are tried alone, once, in turn", async () => {
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

test("the others do not wait for an item that a lock holds up", async () => {
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

test("the error of an item that a lock holds up goes to others of its key, which are not tried", async () => {
  const { submit, items, end, fail } = stage({ max: 6, inFlight: 1, afterFailure: () => "heldUp" });
  const all = ["a1", "b1", "a2", "a3", "c1"].map(submit);
  const seen = settledOf(all);
  await nextTurn();
  await fail(0, new Error("lock timeout"));
  expect(items().slice(1)).toEqual([["a1"], ["b1"]]);
  await fail(1, new Error("a is locked"));
  await end(2);
  expect(items().slice(3)).toEqual([["c1"]]);
  await end(3);
  expect(await seen).toEqual(["a is locked", "b1!", "a is locked", "a is locked", "c1!"]);
});

test("an error of a lone item is final if the item may be the cause", async () => {
  const { submit, items, fail } = stage({ afterFailure: () => "alone" });
  const seen = settledOf([submit("a")]);
  await nextTurn();
  await fail(0, new Error("broken"));
  expect(await seen).toEqual(["broken"]);
  expect(items()).toEqual([["a"]]);
});

test("an error that no item caused repeats the batch, together with new items", async () => {
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

test("an error that no item caused and that persists is returned in the end", async () => {
  const { submit, items, fail } = stage({ inFlight: 1, afterFailure: () => "again" });
  const seen = settledOf([submit("a")]);
  await nextTurn();
  for (const place of [0, 1, 2]) await fail(place, new Error(`deadlock ${place}`));
  expect(await seen).toEqual(["deadlock 2"]);
  expect(items()).toHaveLength(3);
});

test("an error frees the place for the next batch", async () => {
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
