import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { settledOf, stage, stages } from "./test-coalesce.ts";

test("items whose key is in a statement wait until it has ended, and others overtake them", async () => {
  const { submit, items, end } = stage({ max: 10 });
  const all = ["a1", "a2"].map(submit);
  await nextTurn();
  expect(items()).toEqual([["a1"]]);
  all.push(...["b1", "a3"].map(submit));
  await nextTurn();
  expect(items()).toEqual([["a1"], ["b1"]]);
  await end(0);
  expect(items()).toEqual([["a1"], ["b1"], ["a2", "a3"]]);
  await end(1);
  await end(2);
  expect(await Promise.all(all)).toEqual(["a1!", "a2!", "b1!", "a3!"]);
});

test("a key is busy for all kinds of statements that share the places", async () => {
  const { stage, items, end } = stages({});
  const [one, other] = [stage(), stage()];
  void one("a1");
  await nextTurn();
  void other("a2");
  void other("b1");
  await nextTurn();
  expect(items()).toEqual([["a1"], ["b1"]]);
  await end(0);
  expect(items()).toEqual([["a1"], ["b1"], ["a2"]]);
  await end(1);
  await end(2);
});

test("a key stays busy while its statement is held up and has left its place", async () => {
  const { submit, items, end } = stage({ inFlight: 1 });
  const first = submit("a1");
  await nextTurn();
  const later = [submit("a2"), submit("b1")];
  vi.advanceTimersByTime(150);
  await nextTurn();
  expect(items()).toEqual([["a1"], ["b1"]]);
  await end(1);
  await end(0);
  expect(items()).toEqual([["a1"], ["b1"], ["a2"]]);
  await end(2);
  expect(await Promise.all([first, ...later])).toEqual(["a1!", "a2!", "b1!"]);
});

test("a key is free again after a statement that failed", async () => {
  const { submit, items, end, fail } = stage({ inFlight: 1 });
  const first = settledOf([submit("a1")]);
  await nextTurn();
  const second = submit("a2");
  await fail(0, new Error("broken"));
  expect(await first).toEqual(["broken"]);
  expect(items()).toEqual([["a1"], ["a2"]]);
  await end(1);
  expect(await second).toBe("a2!");
});

test("items held back by a busy key do not make the others wait for a fuller batch", async () => {
  const { submit, items, end } = stage({ max: 20, inFlight: 2 });
  const all = [submit("a1")];
  await nextTurn();
  // Of eleven items in progress three would be enough for a batch, but eight of them wait for "a".
  for (let turn = 2; turn <= 9; turn++) all.push(submit(`a${turn}`));
  all.push(submit("b1"), submit("c1"));
  await nextTurn();
  expect(items()).toEqual([["a1"], ["b1", "c1"]]);
  await end(0);
  await end(1);
  for (let place = 2; place < items().length; place++) await end(place);
  expect((await Promise.all(all)).length).toBe(11);
});
