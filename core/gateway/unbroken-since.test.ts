import { expect, test } from "vitest";
import { unbrokenSince } from "./unbroken-since.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

test("a provider is down since it failed first, however often it was tried since, and each on its own", () => {
  const since = unbrokenSince();
  expect(since(1, true, at(0))).toEqual(at(0));
  expect(since(1, false, at(5))).toEqual(at(5));
  expect(since(1, false, at(8))).toEqual(at(5));
  expect(since(2, false, at(9))).toEqual(at(9));
  expect(since(1, false, at(14))).toEqual(at(5));
  expect(since(1, true, at(20))).toEqual(at(20));
  expect(since(1, true, at(21))).toEqual(at(20));
  expect(since(1, false, at(30))).toEqual(at(30));
});
