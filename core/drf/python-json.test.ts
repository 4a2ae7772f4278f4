import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import fixtures from "#core/drf/python-json.fixtures.json" with { type: "json" };
import { loads, MAX_DEPTH } from "#core/drf/python-json.ts";
import { type PythonValue, repr } from "#core/drf/python-value.ts";

/** JavaScript's view of a Python value, to compare with JSON.parse. */
function toJavaScript(value: PythonValue): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(toJavaScript);
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([k, v]) => [k, toJavaScript(v)]));
  return value;
}

// The answers of CPython 3.11: json.loads with the parse_constant of Django REST framework 3.14, then repr() or str().
describe("matches CPython 3.11", () => {
  test("there are hundreds of valid and of invalid rows", () => {
    expect(fixtures.filter((row) => "error" in row).length).toBeGreaterThan(300);
    expect(fixtures.filter((row) => "value" in row).length).toBeGreaterThan(100);
  });

  for (const [index, row] of fixtures.entries()) {
    test(`${index}: ${JSON.stringify(row.text).slice(0, 90)}`, () => {
      const loaded = loads(row.text);
      if (loaded.ok) expect({ value: repr(loaded.value) }).toEqual({ value: row.value });
      else expect({ error: loaded.error }).toEqual({ error: row.error });
    });
  }
});

describe("nesting", () => {
  test(`${MAX_DEPTH} levels are read, one more is refused at its bracket`, () => {
    expect(loads("[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH)).ok).toBe(true);
    const deeper = "[".repeat(MAX_DEPTH + 1) + "]".repeat(MAX_DEPTH + 1);
    expect(loads(deeper)).toEqual({
      ok: false,
      error: "More than 900 levels of nesting: line 1 column 901 (char 900)",
    });
  });

  test("a body full of brackets is refused without an exception", () => {
    expect(loads("[".repeat(16_384)).ok).toBe(false);
    expect(loads('{"a":'.repeat(3_000)).ok).toBe(false);
  });
});

describe("compared with JSON.parse", () => {
  test("what JSON.stringify writes reads back the same", () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: "binary" }), (text) => {
        const loaded = loads(text);
        expect(loaded.ok && toJavaScript(loaded.value)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("any other text is refused by both, with a position", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ntu01e.- \n') }), (text) => {
        const loaded = loads(text);
        let parsed = true;
        try {
          JSON.parse(text);
        } catch {
          parsed = false;
        }
        expect(loaded.ok).toBe(parsed);
        if (!loaded.ok) expect(loaded.error).toMatch(/: line \d+ column \d+ \(char \d+\)$/);
      }),
      { numRuns: 1_000 },
    );
  });
});
