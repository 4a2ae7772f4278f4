import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { wholeNumber } from "./digits.ts";

test.each([
  ["20000", 20_000],
  [" 20,000 ", 20_000],
  ["2 100 000", 2_100_000],
  ["٢٠٠٠٠", 20_000],
  ["٢٠٬٠٠٠", 20_000],
  ["۳۰", 30],
  ["0", 0],
])("%j is %d", (text, number) => {
  expect(wholeNumber(text)).toBe(number);
});

test.each([
  "",
  "  ",
  "1.5",
  "1,5",
  "20,00",
  "20,0000",
  ",000",
  "-5",
  "+5",
  "1e3",
  "0x10",
  "20,000 or so",
  "12345678901",
])("%j is not a number", (text) => {
  expect(wholeNumber(text)).toBeNull();
});

test.prop([fc.integer({ min: 0, max: 2_147_483_647 }), fc.constantFrom("en", "ar-EG", "fa")])(
  "what Intl writes reads back the same, in any script",
  (number, locale) => {
    expect(wholeNumber(new Intl.NumberFormat(locale).format(number))).toBe(number);
  },
);
