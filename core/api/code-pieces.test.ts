import hljs from "highlight.js";
import { expect, test } from "vitest";
import { piecesOf } from "./code-pieces.ts";
import { SNIPPET_KINDS, SNIPPET_LANGUAGES, TOKEN_PLACE } from "./snippets/places.ts";
import { snippet } from "./snippets.ts";

const grammars = { curl: "bash", python: "python", javascript: "javascript", php: "php" } as const;
const places = { origin: "https://otp.example.sy", templateId: 7, token: TOKEN_PLACE };

test.each(SNIPPET_KINDS.flatMap((kind) => SNIPPET_LANGUAGES.map((language) => [kind, language] as const)))(
  "the pieces of %s in %s are its text, with colours, and the place of the token in one of them",
  (kind, language) => {
    const text = snippet(kind, language, places);
    const pieces = piecesOf(hljs.highlight(text, { language: grammars[language] }).value);
    expect(pieces.map(([piece]) => piece).join("")).toBe(text);
    expect(new Set(pieces.map(([, look]) => look)).size).toBeGreaterThan(1);
    expect(pieces.some(([piece]) => piece.includes(TOKEN_PLACE))).toBe(true);
  },
);

test("what a marked text escapes is text again, and nested marks end where they end", () => {
  const marked =
    '<span class="hljs-string">&quot;a&lt;<span class="hljs-subst">{x &amp;&amp; <span class="hljs-number">1</span>}</span>&#x27;</span> b';
  expect(piecesOf(marked)).toEqual([
    ['"a<', "string"],
    ["{x && ", null],
    ["1", "number"],
    ["}", null],
    ["'", "string"],
    [" b", null],
  ]);
});
