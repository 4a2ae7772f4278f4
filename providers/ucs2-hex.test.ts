import fc from "fast-check";
import { expect, test } from "vitest";
import { ucs2Hex } from "./ucs2-hex.ts";

/** Reads it as a phone does: sixteen bits a time, the high byte first. */
const decoded = (hex: string) =>
  (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join("");

test("any text decodes from its upper-case hexadecimal, and half a pair becomes the replacement character", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\ud83d", "\ude00", "ر"))),
      (parts) => {
        const text = parts.join("");
        const hex = ucs2Hex(text);
        expect(hex).toMatch(/^([0-9A-F]{4})*$/);
        expect(decoded(hex)).toBe(text.toWellFormed());
      },
    ),
  );
});

test("matches an operator's example", () => {
  expect(ucs2Hex("رمز 😀")).toBe("0631064506320020D83DDE00");
});
