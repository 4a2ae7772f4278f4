import { expect, test } from "vitest";
import { z } from "zod";
import { readParams, searched, someOf, tableParams } from "./table-params.ts";

const shape = {
  ...tableParams,
  status: someOf(["sent", "failed"]).optional(),
  q: z.string().max(5).optional(),
};
const plain = { size: 25, after: undefined, before: undefined };

test("an address without parameters gives the defaults", () => {
  expect(readParams(shape, {})).toEqual({ ...plain, status: undefined, q: undefined });
});

test("parameters are read, and the first of several counts", () => {
  expect(
    readParams(shape, {
      size: "100",
      status: "failed,sent",
      q: ["a", "b"],
    }),
  ).toEqual({
    ...plain,
    size: 100,
    status: ["failed", "sent"],
    q: "a",
  });
});

test("what is not valid counts as absent, and takes nothing else with it", () => {
  const mistyped = {
    size: "26",
    after: "a b",
    status: "sent,lost",
    q: "too long",
    x: "1",
  };
  expect(readParams(shape, { ...mistyped, before: "k.1" })).toEqual({
    ...plain,
    before: "k.1",
    status: undefined,
    q: undefined,
  });
  expect(readParams(shape, { q: "" })).toEqual(readParams(shape, {}));
});

test.each(["\0", "a\0b", "\ud800", "x".repeat(101), "   ", "\u0640", "\u064e\u0651"])(
  "a search for %j is none: the database is not asked for what it would refuse",
  (q) => {
    expect(readParams({ q: searched }, { q })).toEqual({ q: undefined });
  },
);

test("a search is trimmed, and no character in it has a meaning", () => {
  expect(readParams({ q: searched }, { q: " 100 %_ شام " })).toEqual({ q: "100 %_ شام" });
});
