import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readNumberSearch } from "./number-search.ts";

const SYRIA = ["SY"];
const read = (text: string) => readNumberSearch(text, SYRIA);

describe("a whole number", () => {
  test.each([
    "963944123403",
    "+963944123403",
    "00963 944 123 403",
    "0944 123 403",
    "0944-123-403",
    "0944.123.403",
    "(0944) 123/403",
    "944123403",
    "944 123 403",
    "٠٩٤٤ ١٢٣ ٤٠٣",
    "۹۴۴۱۲۳۴۰۳",
    "\u202a+963 944 123 403\u202c",
  ])("%j", (text) => {
    expect(read(text)).toEqual({ number: "963944123403" });
  });

  test("a number of a country that is no longer allowed, if written with its code", () => {
    expect(read("+905321234567")).toEqual({ number: "905321234567" });
    expect(readNumberSearch("05321234567", ["TR"])).toEqual({ number: "905321234567" });
  });
});

test.each([
  ["123403", { ending: "123403", id: 123_403 }],
  ["١٢٣ ٤٠٣", { ending: "123403", id: 123_403 }],
  ["012345", { ending: "012345" }],
  ["4123403", { ending: "4123403", id: 4_123_403 }],
  ["5321234567", { ending: "5321234567" }],
  ["905321234567", { ending: "905321234567" }],
  ["00905321234567", { ending: "905321234567" }],
])("%j are the last digits of a number", (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ["#17", { id: 17 }],
  ["17", { id: 17 }],
  ["# 123 403", { id: 123_403 }],
  ["٤٢", { id: 42 }],
])("%j is a message", (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each(["", "hello", "+", "+963944", "#0", "0", "01234", "12a456", "'; --", "9".repeat(40), "\0", "#"])(
  "%j cannot be searched for",
  (text) => {
    expect(read(text)).toBeNull();
  },
);

test("every number is found by any of its endings, in any notation", () => {
  const national = fc.stringMatching(/^9[0-9]{8}$/);
  const scripts = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"];
  fc.assert(
    fc.property(
      national,
      fc.integer({ min: 6, max: 12 }),
      fc.constantFrom(...scripts),
      fc.constantFrom("", " ", "-"),
      (digits, length, script, between) => {
        const number = `963${digits}`;
        const part = number.slice(-length);
        const written = [...part].map((digit) => script[Number(digit)]).join(between);
        const found = read(written);
        expect(found?.number ?? found?.ending).toSatisfy((text: string) => number.endsWith(text));
      },
    ),
    { numRuns: 500 },
  );
});
