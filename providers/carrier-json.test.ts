import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parseCarrierJson } from "./carrier-json.ts";

describe("numbers keep their source text", () => {
  test.each([
    ['{"id": 1216080510405255245}', { id: "1216080510405255245" }],
    ["[9007199254740993, -18446744073709551615]", ["9007199254740993", "-18446744073709551615"]],
    ["340282366920938463463374607431768211456", "340282366920938463463374607431768211456"],
    ['{"a": 1.50, "b": 1e3, "c": -0}', { a: "1.50", b: "1e3", c: "-0" }],
    // The last of two fields of one name counts, with its own digits.
    ['{"id": 1, "id": 9007199254740993}', { id: "9007199254740993" }],
    ['{"id": [1, 2], "id": {"0": 9007199254740993}}', { id: { 0: "9007199254740993" } }],
  ])("%s", (text, value) => {
    expect(parseCarrierJson(text)).toEqual(value);
  });

  property.prop([fc.bigInt(), fc.array(fc.bigInt())])("any whole number, anywhere", (one, more) => {
    expect(parseCarrierJson(`{"a": {"b": ${one}}, "list": [${more.join(", ")}]}`)).toEqual({
      a: { b: String(one) },
      list: more.map(String),
    });
  });
});

/** What JSON.parse gives, with its numbers as text. */
const asText = (value: unknown): unknown => {
  if (typeof value === "number") return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asText(each)]));
};

property.prop([fc.json()])("everything else is as JSON.parse has it", (text) => {
  expect(parseCarrierJson(text)).toEqual(asText(JSON.parse(text)));
});

test("a field named __proto__ is an ordinary field", () => {
  const value = parseCarrierJson('{"__proto__": {"id": 1}}') as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.hasOwn(value, "__proto__")).toBe(true);
  expect("id" in value).toBe(false);
});

test.each([
  "",
  "{",
  '{"id": 01}',
  "{'id': 1}",
  "NaN",
  "\ufeff{}",
  `${"[".repeat(500_000)}${"]".repeat(500_000)}`,
  '{"a":'.repeat(200_000),
])("invalid or too deeply nested JSON is a SyntaxError (%#)", (text) => {
  expect(() => parseCarrierJson(text)).toThrow(SyntaxError);
});
