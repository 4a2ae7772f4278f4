import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { render } from "#core/template/template.ts";
import { mask, RESPONSE_LENGTH } from "./masking.ts";

const ucs2 = (value: string) => Buffer.from(value, "utf16le").swap16().toString("hex");

/** How providers, and what they are written in, spell what they were sent. Written apart from the product's own. */
const spellings: Record<string, (value: string) => string> = {
  plain: (v) => v,
  "JavaScript's encodeURIComponent": encodeURIComponent,
  "a form": (v) => new URLSearchParams({ v }).toString().slice(2),
  ".NET, with lower-case escapes": (v) => encodeURIComponent(v).replace(/%../g, (hex) => hex.toLowerCase()),
  JSON: (v) => JSON.stringify(v).slice(1, -1),
  "PHP's JSON": (v) =>
    JSON.stringify(v)
      .slice(1, -1)
      .replaceAll("/", "\\/")
      .replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "JSON in JSON": (v) => JSON.stringify(JSON.stringify(v).slice(1, -1)).slice(1, -1),
  "a form in JSON": (v) => JSON.stringify(new URLSearchParams({ v }).toString().slice(2)).slice(1, -1),
  "PHP's JSON in PHP's JSON": (v) => spellings["PHP's JSON"]!(spellings["PHP's JSON"]!(v)),
  "Go's JSON": (v) =>
    JSON.stringify(v)
      .slice(1, -1)
      .replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  ".NET's JSON": (v) =>
    JSON.stringify(v)
      .slice(1, -1)
      .replaceAll('\\"', "\\u0022")
      .replace(
        /[<>&'+`]|[^\0-\x7e]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
      ),
  "XML in JSON": (v) => JSON.stringify(spellings["XML with names"]!(v)).slice(1, -1),
  "XML with names": (v) =>
    v
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&apos;"),
  "XML with numbers": (v) => v.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`),
  "HTML text": (v) => v.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  "hexadecimal UCS-2": ucs2,
  "HEXADECIMAL UCS-2": (v) => ucs2(v).toUpperCase(),
};

// What is no asterisk and no part of one's spelling, since those stand for what was masked.
const character = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(..."0123456789") },
  { weight: 2, arbitrary: fc.constantFrom(..."aZ-_ .~!'()/&<>\"%+:;=?\\é٣ر€😀") },
);
const code = fc
  .string({ unit: character, minLength: 1, maxLength: 20 })
  .map((text) => text.trim())
  .filter((text) => text !== "");
const body = fc.constantFrom(
  "Your code is {code}.",
  "رمزك هو {code} لا تشاركه",
  "<b>{code}</b> & 'more' / \"50%\"",
  "{code}",
);
const around = fc.string({ unit: fc.constantFrom(..."jqJQ\n"), maxLength: 20 });

describe("for any code and text", () => {
  for (const [name, spell] of Object.entries(spellings)) {
    test(`a code or text echoed in ${name} is removed`, () => {
      fc.assert(
        fc.property(code, body, around, around, (secret, template, before, after) => {
          const text = render(template, secret);
          const words = `${before}${spell(text)},${spell(secret)}${after}`;
          const masked = mask(words, { code: secret, text });
          expect(masked).toContain("***");
          expect(masked).not.toContain(spell(text));
          expect(masked).not.toContain(spell(secret));
          expect(masked).not.toContain(secret);
          expect(masked.startsWith(before) && masked.endsWith(after)).toBe(true);
        }),
      );
    });
  }

  test("the stored answer is always short, well-formed, and without null characters", () => {
    const anything = fc.array(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.constantFrom("\0", "\ud83d", "\ude00", "482910"),
      ),
    );
    fc.assert(
      fc.property(anything, (parts) => {
        const masked = mask(parts.join(""), { code: "482910", text: "Code 482910" });
        expect(masked.length).toBeLessThanOrEqual(RESPONSE_LENGTH);
        expect(masked.isWellFormed()).toBe(true);
        expect(masked).not.toContain("\0");
        expect(masked).not.toContain("482910");
      }),
    );
  });
});

test("removing a part does not join the halves of a code", () => {
  expect(mask("id 482\u0000910 ok", { code: "482910", text: "Code 482910" })).toBe("id *** ok");
});

test("a code at the cut-off does not show its beginning", () => {
  const words = `${"x".repeat(RESPONSE_LENGTH - 3)}482910`;
  expect(mask(words, { code: "482910", text: "Code 482910" })).toBe(`${"x".repeat(RESPONSE_LENGTH - 3)}***`);
});

test("texts without the code stay unchanged", () => {
  expect(mask('{"id":"a-17","status":"OK"}', { code: "482910", text: "Code 482910" })).toBe(
    '{"id":"a-17","status":"OK"}',
  );
});
