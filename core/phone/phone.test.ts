import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canBeginWith } from "./countries.ts";
import { maskPhone, parsePhone, unservedCountry } from "./phone.ts";

const SYRIA = ["SY"];

describe("a Syrian mobile number", () => {
  test.each([
    "963911000000",
    "+963911000000",
    "00963911000000",
    "0911000000",
    " 963 911 000 000 ",
    "+963-911-000-000",
    "٩٦٣٩١١٠٠٠٠٠٠",
    "+٩٦٣ ٩١١ ٠٠٠ ٠٠٠",
    "۰۹۱۱۰۰۰۰۰۰",
    "٠٠٩٦٣٩١١٠٠٠٠٠٠",
    "\u202a+963911000000\u202c",
    "\u2066+963 911 000 000\u2069",
    "\u200e+963 911\u00a0000\u2011000\u200f",
  ])("%j is 963911000000", (input) => {
    expect(parsePhone(input, SYRIA)).toBe("963911000000");
  });

  test.each(["91", "92", "93", "94", "95", "96", "97", "98", "99", "90", "50"])(
    "prefix %s is accepted",
    (prefix) => {
      expect(parsePhone(`+963${prefix}1234567`, SYRIA)).toBe(`963${prefix}1234567`);
      expect(parsePhone(`0${prefix}1234567`, SYRIA)).toBe(`963${prefix}1234567`);
    },
  );
});

describe("an invalid number", () => {
  test.each([
    "",
    " ",
    "+",
    "++963911000000",
    "+963+911000000",
    "963",
    "911000000",
    "96391100000",
    "9639110000000",
    "+963113322110",
    "0113322110",
    "963511234567",
    "+963911OOOOOO",
    "963911ABCDEF",
    "+963911000000 ext 5",
    "+963911000000x5",
    "+963911000000;ext=5",
    "+963911000000#5",
    "+963911000000,963922000000",
    "tel:+963911000000",
    "96391100000.0",
    "963911000000.0",
    "+963 911.000.000",
    "(+963) 911 000 000",
    "+963 (0) 911 000 000",
    "963911000000\0",
    "963911000000😀",
    "०९११००००००",
    "000963911000000",
    "9".repeat(10_000),
    " ".repeat(10_000),
  ])("%j", (input) => {
    expect(parsePhone(input, SYRIA)).toBeNull();
  });
});

describe("countries", () => {
  test("a number of a country that is not allowed is refused", () => {
    expect(parsePhone("+905321234567", SYRIA)).toBeNull();
    expect(parsePhone("963911000000", ["TR"])).toBeNull();
    expect(parsePhone("+963911000000", ["TR"])).toBeNull();
    expect(parsePhone("963911000000", [])).toBeNull();
    expect(parsePhone("0911000000", [])).toBeNull();
  });

  test.each([
    ["+90 532 123 45 67", "905321234567"],
    ["00905321234567", "905321234567"],
    ["+1 202 555 0143", "12025550143"],
    ["0911000000", "963911000000"],
    ["+90 312 123 45 67", null],
    ["+1 800 555 1234", null],
  ])("with SY, TR and US allowed %j is %j", (input, expected) => {
    expect(parsePhone(input, ["SY", "TR", "US"])).toBe(expected);
  });

  test("the country is named for a valid number of another country, and only then", () => {
    expect(unservedCountry("+90 532 123 45 67", SYRIA)).toBe("TR");
    expect(unservedCountry("0096170123456", SYRIA)).toBe("LB");
    expect(unservedCountry("963911000000", ["TR"])).toBe("SY");
    for (const input of ["963911000000", "0911000000", "12", "", "+90 312 123 45 67", "963112223344", "x"]) {
      expect(unservedCountry(input, SYRIA), input).toBeNull();
    }
  });

  test("local numbers belong to the first country", () => {
    expect(parsePhone("05321234567", ["TR", "SY"])).toBe("905321234567");
    expect(parsePhone("05321234567", ["SY", "TR"])).toBeNull();
    expect(parsePhone("0911000000", ["TR", "SY"])).toBeNull();
  });
});

describe("for any input", () => {
  const national = fc.stringMatching(/^(9[0-9]{8}|50[0-9]{7}|[0-9]{8,10})$/);

  test("bare digits, which have a fast path, mean the same as after a plus", () => {
    fc.assert(
      fc.property(national, fc.constantFrom(SYRIA, ["TR"], ["TR", "SY"]), (digits, allowed) => {
        expect(parsePhone(`963${digits}`, allowed)).toBe(parsePhone(`+963${digits}`, allowed));
      }),
      { numRuns: 300 },
    );
  });

  test("a normalised number is unchanged when normalised again", () => {
    const noise = fc.string({ unit: fc.constantFrom(..."+0123456789 -()٩٦٣x\u200e") });
    fc.assert(
      fc.property(
        fc.oneof(
          noise,
          national.map((digits) => `+963 ${digits}`),
        ),
        (input) => {
          const parsed = parsePhone(input, SYRIA);
          if (parsed === null) return;
          expect(parsed).toMatch(/^963(9\d{8}|50\d{7})$/);
          expect(parsePhone(parsed, SYRIA)).toBe(parsed);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test("a masked number keeps its first four and last two digits", () => {
  expect(maskPhone("963911000042")).toBe("9639******42");
  expect(maskPhone("963911")).toBe("******");
  expect(maskPhone("")).toBe("");
});

test("a prefix is of a country if the calling code begins it, or it begins the calling code", () => {
  const of = (prefix: string) => canBeginWith(prefix, ["SY", "LB"]);
  expect(["9", "96", "963", "96393", "961", "9613"].filter(of)).toHaveLength(6);
  expect(["93", "0", "962", "1", "9643"].filter(of)).toEqual([]);
});
