import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newAccount } from "#core/customer/account.ts";
import { newPlan } from "#core/customer/subscription.ts";
import { newToken } from "#core/customer/token.ts";
import { newWhitelistEntry } from "#core/customer/whitelist.ts";
import { brand } from "#core/gateway/settings.ts";
import { searched } from "#core/table/table-params.ts";
import { newTemplate } from "#core/template/template-input.ts";
import { line, name } from "./text.ts";

const problemOf = (schema: typeof name, text: string) => schema.safeParse(text).error?.issues[0]?.message;

/** Unicode's own lists, whatever regular expression the schema has. */
const bidi = [0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
const hidden = [
  0x00ad, 0x034f, 0x115f, 0x1160, 0x17b4, 0x180e, 0x200b, 0x2060, 0x2063, 0x206a, 0x2800, 0x3164, 0xfeff,
  0xffa0, 0xfffb, 0x1d173, 0xe0001, 0xe0041,
];
const breaking = [0x00, 0x07, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9f, 0x2028, 0x2029];

const word = fc.string({ unit: fc.constantFrom(..."abzABZ 019-سوريادمشقéß漢"), minLength: 1, maxLength: 40 });
const among = (codes: number[], problem: string) =>
  fc.assert(
    fc.property(fc.constantFrom(...codes), word, word, (code, before, after) => {
      // In the middle: around a text blanks are trimmed.
      expect(problemOf(name, `x${before}${String.fromCodePoint(code)}${after}x`)).toBe(problem);
    }),
    { numRuns: 500 },
  );

describe("a name", () => {
  test("contains no direction marks", () => among(bidi, "invisible_character"));
  test("contains no invisible characters", () => among(hidden, "invisible_character"));
  test("contains no null bytes and no control characters", () => among(breaking, "control_character"));

  test("reports which character it is", () => {
    expect(problemOf(name, "a\ud800b")).toBe("lone_surrogate");
    for (const blank of ["\u200c", "\u200d \u200d", "\ufe0f"])
      expect(problemOf(name, blank)).toBe("invisible_character");
    for (const empty of ["", "  ", "\u00a0"]) expect(problemOf(name, empty)).toBe("required");
    expect(problemOf(name, "a".repeat(101))).toBe("name");
    expect(line(0, 100, "label").parse(" ")).toBe("");
  });

  test.each([
    "دمشق للدفع",
    "مُحَمَّد ٢٠٢٦",
    "شركة ABC للاتصالات (فرع 2)",
    "می\u200cخواهم",
    "O\u2019Brien & Söhne",
    "👩\u200d💻 Team ❤\ufe0f",
    "\u0600 12",
  ])("%s is one", (text) => {
    expect(name.parse(text)).toBe(text.normalize("NFC"));
  });

  test("accepted characters are visible: every Unicode letter, mark, number, symbol and space except the above", () => {
    const refused = new Set([...bidi, ...hidden, ...breaking]);
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 3 }), (text) => {
        const given = `x${text}x`;
        const accepted = name.safeParse(given).success;
        if (accepted) expect([...given].some((each) => refused.has(each.codePointAt(0)!))).toBe(false);
        else if (given.isWellFormed()) expect(given).toMatch(/[\p{C}\p{DI}\u2028\u2029\u2800]/u);
      }),
      { numRuns: 5_000 },
    );
  });
});

test.each([
  ["account", newAccount, (text: string) => ({ name: text }), "name"],
  ["template", newTemplate, (text: string) => ({ accountId: 1, name: text, english: "{code}" }), "name"],
  ["token", newToken, (text: string) => ({ accountId: 1, name: text, expiresAt: null }), "name"],
  ["plan", newPlan, (text: string) => ({ name: text, quota: 1, days: 1 }), "name"],
  ["product", brand, (text: string) => ({ english: text, arabic: "" }), "english"],
  [
    "label",
    newWhitelistEntry,
    (text: string) => ({ accountId: 1, range: "203.0.113.7", label: text }),
    "label",
  ],
] as const)("the name of a %s has this rule", (_, schema, input, field) => {
  expect(schema.safeParse(input("Aman")).success).toBe(true);
  for (const [text, message] of [
    ["A\u202enamA", "invisible_character"],
    ["A\u0000man", "control_character"],
  ]) {
    expect(schema.safeParse(input(text!)).error?.issues).toMatchObject([{ path: [field], message }]);
  }
});

test("a search drops them, because no name contains any", () => {
  expect(searched.parse("\u200fدمشق\u202c")).toBe("دمشق");
});
