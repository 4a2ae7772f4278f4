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

test("parameters are parsed, and the first of duplicates counts", () => {
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

test("invalid parameters are ignored without affecting others", () => {
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
  "a search for %j is ignored, because the database would refuse it",
  (q) => {
    expect(readParams({ q: searched }, { q })).toEqual({ q: undefined });
  },
);

test("a search is trimmed, and has no special characters", () => {
  expect(readParams({ q: searched }, { q: " 100 %_ شام " })).toEqual({ q: "100 %_ شام" });
});
