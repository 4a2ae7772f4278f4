import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { carrierId, trimmed } from "./carrier-id.ts";

const blanks = fc
  .array(fc.constantFrom(" ", "\t", "\r", "\n", "\r\n", "\0", "\u00a0", "\u200b", "\u200f", "\ufeff"))
  .map((parts) => parts.join(""));
const visible = fc.stringMatching(/^[!-~]([ -~]{0,60}[!-~])?$/);

property.prop([blanks, visible, blanks])("whatever stands around it, an id stays itself", (a, id, b) => {
  expect(trimmed(a + id + b)).toBe(id);
  expect(carrierId(a + id + b)).toBe(id);
});

property.prop([fc.string()])("an id is trimmed once and for all", (text) => {
  expect(trimmed(trimmed(text))).toBe(trimmed(text));
});

describe("the normalised form of", () => {
  test.each([
    ["", ""],
    [" \r\n\0", ""],
    ["a b", "a b"],
    [" 😀 ", "😀"],
  ])("%j is %j", (text, left) => {
    expect(trimmed(text)).toBe(left);
  });

  test("a megabyte of whitespace is parsed quickly", () => {
    expect(trimmed(`x${" ".repeat(1_000_000)}y${" ".repeat(1_000_000)}`)).toHaveLength(1_000_002);
  });

  test("an id with slashes equals its form with PHP's JSON escapes", () => {
    expect(carrierId("q8\\/Xw\\/==")).toBe("q8/Xw/==");
    expect(carrierId(JSON.parse('"q8\\/Xw\\/=="'))).toBe("q8/Xw/==");
  });

  test("a long id is cut to 200 characters, in answers and in reports", () => {
    expect(carrierId(` ${"x".repeat(500)}`)).toBe("x".repeat(200));
  });
});
