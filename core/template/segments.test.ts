import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measure } from "./segments.ts";

const gsm = (units: number, segments: number, remaining: number) => ({
  encoding: "GSM-7",
  units,
  segments,
  perSegment: segments === 1 ? 160 : 153,
  remaining,
});
const ucs2 = (units: number, segments: number, remaining: number) => ({
  encoding: "UCS-2",
  units,
  segments,
  perSegment: segments === 1 ? 70 : 67,
  remaining,
});

describe("GSM-7", () => {
  test.each([
    ["nothing", "", gsm(0, 1, 160)],
    ["the reference's message", "Your verification code is: 482910", gsm(33, 1, 127)],
    ["160", "a".repeat(160), gsm(160, 1, 0)],
    ["161", "a".repeat(161), gsm(161, 2, 145)],
    ["306", "a".repeat(306), gsm(306, 2, 0)],
    ["307", "a".repeat(307), gsm(307, 3, 152)],
    ["extension characters count twice", "^{}\\[~]|€\f", gsm(20, 1, 140)],
    ["80 euros", "€".repeat(80), gsm(160, 1, 0)],
    ["81 euros: 76 to a part", "€".repeat(81), gsm(162, 2, 143)],
    ["an escape that would be split moves on", `${"a".repeat(152)}€${"a".repeat(10)}`, gsm(164, 2, 141)],
    ["and may cost a part", `${"a".repeat(152)}€${"a".repeat(151)}b`, gsm(306, 3, 152)],
    ["accents of the alphabet", "èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüàΔΦΓΛΩΠΨΣΘΞ", gsm(33, 1, 127)],
  ])("%s", (_, text, expected) => {
    expect(measure(text)).toEqual(expected);
  });
});

describe("UCS-2", () => {
  test.each([
    ["one letter outside the alphabet", "ç", ucs2(1, 1, 69)],
    ["Arabic", "رمز التحقق: 482910", ucs2(18, 1, 52)],
    ["a backtick, a tab, an escape", "`\t\x1b", ucs2(3, 1, 67)],
    ["70", "ع".repeat(70), ucs2(70, 1, 0)],
    ["71", "ع".repeat(71), ucs2(71, 2, 63)],
    ["134", "ع".repeat(134), ucs2(134, 2, 0)],
    ["135", "ع".repeat(135), ucs2(135, 3, 66)],
    ["extension characters count once here", "ع€", ucs2(2, 1, 68)],
    ["35 emoji", "😀".repeat(35), ucs2(70, 1, 0)],
    ["36 emoji: 33 to a part", "😀".repeat(36), ucs2(72, 2, 61)],
    ["67 emoji make three parts, not two", "😀".repeat(67), ucs2(134, 3, 65)],
    ["a lone surrogate is a unit", "\ud83d", ucs2(1, 1, 69)],
  ])("%s", (_, text, expected) => {
    expect(measure(text)).toEqual(expected);
  });
});

/** The parts themselves, taken greedily from the text: a second way to the same numbers. */
function parts(text: string, room: number, width: (char: string) => number): number[] {
  const used: number[] = [];
  let rest = Array.from(text);
  while (rest.length > 0) {
    let count = 0;
    const total = (n: number) => rest.slice(0, n).reduce((sum, char) => sum + width(char), 0);
    while (count < rest.length && total(count + 1) <= room) count++;
    used.push(total(count));
    rest = rest.slice(count);
  }
  return used;
}

describe("against a naive packer", () => {
  const latin = fc.string({ unit: fc.constantFrom(..."aZ @é€{\f|\n"), minLength: 100, maxLength: 700 });
  const any = fc.string({ unit: fc.constantFrom(..."aع€😀"), minLength: 1, maxLength: 300 });

  test("GSM-7", () => {
    fc.assert(
      fc.property(latin, (text) => {
        const width = (char: string) => ("€{\f|".includes(char) ? 2 : 1);
        const units = Array.from(text).reduce((sum, char) => sum + width(char), 0);
        const used = parts(text, units <= 160 ? 160 : 153, width);
        expect(measure(text)).toEqual(
          gsm(units, used.length, (used.length === 1 ? 160 : 153) - used.at(-1)!),
        );
      }),
    );
  });

  test("UCS-2", () => {
    fc.assert(
      fc.property(any, (tail) => {
        const text = `ع${tail}`;
        const used = parts(text, text.length <= 70 ? 70 : 67, (char) => char.length);
        expect(measure(text)).toEqual(
          ucs2(text.length, used.length, (used.length === 1 ? 70 : 67) - used.at(-1)!),
        );
      }),
    );
  });
});
