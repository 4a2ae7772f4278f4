import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inPlainCharacters, plainAdvice } from "./plain-characters.ts";
import { isGsm } from "./segments.ts";
import { CODE_PLACE, checkBody } from "./template.ts";

describe("which characters make a text UCS-2, and their plain replacements", () => {
  test.each([
    ["\u2019", "quote", "'"],
    ["\u201c", "quote", '"'],
    ["`", "quote", "'"],
    ["\u2013", "dash", "-"],
    ["\u2011", "dash", "-"],
    ["\u00a0", "blank", " "],
    ["\u202f", "blank", " "],
    ["\u200f", "invisible", ""],
    ["\u200b", "invisible", ""],
    ["e\u0301", "decomposed", "é"],
    ["n\u0303", "decomposed", "ñ"],
    ["ğ", "letter", "g"],
    ["ş", "letter", "s"],
    ["ç", "letter", "c"],
    ["ı", "letter", "i"],
    ["Ł", "letter", "L"],
    ["ё".normalize("NFD").slice(0, 1), "lookalike", "e"],
    ["😀", "emoji", ""],
    ["👩\u200d💻", "emoji", ""],
    ["🇸🇾", "emoji", ""],
    ["\u2026", "sign", "..."],
    ["™", "sign", "TM"],
    ["×", "sign", "x"],
    ["½", "sign", "1/2"],
    ["₿", "sign", null],
  ])("%j is a %s, in plain %j", (text, kind, plain) => {
    const body = `Your ${text} code: {code}`;
    const advice = plainAdvice(body, "482910")!;
    expect(advice.characters).toEqual([
      { text, kind, plain, count: 1, before: "Your ", after: expect.stringMatching(/^ code: /) },
    ]);
    expect(advice.now.encoding).toBe("UCS-2");
    expect(advice.plain.encoding).toBe(plain === null ? "UCS-2" : "GSM-7");
    if (plain !== null) expect(inPlainCharacters(body, text)).toBe(`Your ${plain} code: {code}`);
  });

  test("their cost in segments, together and one by one", () => {
    const body = `It\u2019s your \u201ccode\u201d, don\u2019t share it: {code}. ${"Thank you. ".repeat(6)}`;
    const advice = plainAdvice(body, "482910")!;
    expect([advice.now.segments, advice.plain.segments]).toEqual([2, 1]);
    expect(advice.characters.map(({ text, count }) => [text, count])).toEqual([
      ["\u2019", 2],
      ["\u201c", 1],
      ["\u201d", 1],
    ]);
    const one = inPlainCharacters(body, "\u2019");
    expect(plainAdvice(one, "482910")!.characters.map(({ text }) => text)).toEqual(["\u201c", "\u201d"]);
  });

  test.each([
    "Your code is {code}",
    "Üniq {code} €",
    "رمز التحقق: {code}",
    "رمز Barada Taxi هو {code} \u2014 لا تشاركه \u200f😀",
    "Код: {code}",
    "сок {code}",
    "验证码 {code}",
    "{code}",
    "",
  ])("there is no hint for %j", (body) => {
    expect(plainAdvice(body, "482910")).toBeNull();
  });
});

describe("for any text", () => {
  const unit = fc.constantFrom(
    ..."aZé@€^ \n019'-‘’“”`–—\u00a0\u200f\u0301\u0327ğşçıŁœ…™½ﬁ｛｝！😀👍🏽\u200d\ufe0fعр漢₿{}",
    CODE_PLACE,
    "e\u0301",
  );
  const text = fc.string({ unit, maxLength: 60 });

  test("the code keeps its place, and GSM characters do not change", () => {
    fc.assert(
      fc.property(text, (body) => {
        const plain = inPlainCharacters(body);
        expect(plain.split(CODE_PLACE)).toHaveLength(body.split(CODE_PLACE).length);
        expect(checkBody(plain).filter((fault) => fault === "other_braces")).toEqual(
          checkBody(body).filter((fault) => fault === "other_braces"),
        );
        if (isGsm(body)) expect(plain).toBe(body);
        expect(inPlainCharacters(plain)).toBe(plain);
      }),
      { numRuns: 500 },
    );
  });

  test("the text around a replaced character stays", () => {
    const gsm = fc.string({ unit: fc.constantFrom(..."abcZ €@é?!\n"), maxLength: 20 });
    fc.assert(
      fc.property(
        gsm,
        fc.constantFrom("\u2019", "ğ", "\u00a0", "😀", "\u2014", "`"),
        gsm,
        (before, char, after) => {
          const plain = inPlainCharacters(`${before}${char}${after}`);
          expect(plain.startsWith(before) && plain.endsWith(after)).toBe(true);
          expect(isGsm(plain)).toBe(true);
        },
      ),
    );
  });

  test("the predicted encoding and segments are right, one by one or all at once", () => {
    fc.assert(
      fc.property(text, (body) => {
        const advice = plainAdvice(body, "482910");
        if (advice === null) return;
        expect(advice.plain.segments).toBeLessThanOrEqual(advice.now.segments);
        const all = inPlainCharacters(body);
        if (advice.characters.every(({ plain }) => plain !== null)) {
          expect([advice.plain.encoding, isGsm(all)]).toEqual(["GSM-7", true]);
        }
        // A character that is taken out may leave others standing together, which are then offered as one.
        let left: string = body;
        for (let next = advice.characters; next.some(({ plain }) => plain !== null); ) {
          left = inPlainCharacters(left, next.find(({ plain }) => plain !== null)!.text);
          next = plainAdvice(left, "482910")?.characters ?? [];
        }
        expect(isGsm(left)).toBe(isGsm(all));
      }),
      { numRuns: 500 },
    );
  });
});
