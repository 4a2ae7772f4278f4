import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BODY_MAX_LENGTH,
  checkBody,
  languageOf,
  maskCode,
  render,
  renderMasked,
  reviewBody,
  tidyBody,
} from "./template.ts";

describe("a valid body", () => {
  test.each([
    "{code}",
    "Your verification code is: {code}",
    "رمز التحقق: {code}\nلا تشاركه مع أحد",
    "\u200f{code}\u200f 😀",
    `${"a".repeat(BODY_MAX_LENGTH - 6)}{code}`,
  ])("%j", (body) => {
    expect(checkBody(body)).toEqual([]);
  });
});

describe("the errors of a body", () => {
  test.each([
    ["", ["blank", "code_missing"]],
    [" \n ", ["blank", "code_missing"]],
    ["Your code", ["code_missing"]],
    ["{Code}", ["code_missing", "other_braces"]],
    ["{ code }", ["code_missing", "other_braces"]],
    ["{code} {code}", ["code_repeated"]],
    ["{{code}}", ["other_braces"]],
    ["{code} {name}", ["other_braces"]],
    ["{code}}", ["other_braces"]],
    ["{ {code}", ["other_braces"]],
    ["{co{code}de}", ["other_braces"]],
    ["{code}\0", ["control_character"]],
    ["{code}\t", ["control_character"]],
    ["{code}\r\n", ["control_character"]],
    ["{code}\x85", ["control_character"]],
    ["{code}\ud83d", ["lone_surrogate"]],
    [`${"a".repeat(BODY_MAX_LENGTH - 5)}{code}`, ["too_long"]],
    [
      `{code}{code}{\x07\udc00${"a".repeat(BODY_MAX_LENGTH)}`,
      ["too_long", "code_repeated", "other_braces", "control_character", "lone_surrogate"],
    ],
  ])("%j", (body, faults) => {
    expect(checkBody(body)).toEqual(faults);
  });

  test("form input is normalised first", () => {
    expect(tidyBody(" Code:\r\n{code}\r.\r\n")).toBe("Code:\n{code}\n.");
  });
});

describe("rendering", () => {
  test.each(["482910", "$&", "$1$$", "{code}", "{}", "\\", "😀", " "])(
    "the code %j is inserted unchanged",
    (code) => {
      expect(render("Code: {code}.", code)).toBe(`Code: ${code}.`);
    },
  );

  test("any code is inserted between the texts around its placeholder", () => {
    const piece = fc.string({ unit: fc.constantFrom(..."ab $&\\ع😀\n") });
    fc.assert(
      fc.property(piece, piece, fc.string(), (before, after, code) => {
        expect(render(`${before}{code}${after}`, code)).toBe(before + code + after);
      }),
    );
  });

  test("a masked code keeps only its length", () => {
    expect(maskCode(6)).toBe("******");
    expect(renderMasked("Code: {code}.", 4)).toBe("Code: ****.");
  });
});

test("0 is Arabic and 1 is English, as in the reference", () => {
  expect([languageOf(0), languageOf(1)]).toEqual(["ar", "en"]);
});

describe("the reviewer's warnings", () => {
  test.each([
    ["Acme: {code}", []],
    ["ACME: {code}", []],
    ["{code}", ["lacks_brand"]],
    [`Acme {code}${"a".repeat(149)}`, []],
    [`Acme {code}${"a".repeat(150)}`, ["over_one_segment"]],
    [`Acme رمز {code}${"ع".repeat(56)}`, ["over_one_segment"]],
    ["Acme {code} https://x.example", ["contains_link"]],
    ["Acme {code} www.acme", ["contains_link"]],
    ["Acme {code} bit.ly/x", ["contains_link"]],
    ["Acme {code} at acme.sy", ["contains_link"]],
    ["Acme {code}. Do not share it. Common sense.", []],
    ["Acme {code}.Compare it.", []],
  ])("%j", (body, warnings) => {
    expect(reviewBody(body, { brands: ["Acme", "أكمي"] })).toEqual(warnings);
  });

  test("without a brand there is no warning about a missing one", () => {
    expect(reviewBody("{code}")).toEqual([]);
  });
});
