import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readTokenHeader } from "#core/drf/authorization.ts";

const absent = { detail: "Authentication credentials were not provided." };
const empty = { detail: "Invalid token header. No credentials provided." };
const spaces = { detail: "Invalid token header. Token string should not contain spaces." };
const invalid = { detail: "Invalid token header. Token string should not contain invalid characters." };

test.each([
  [null, absent],
  ["", absent],
  ["   ", absent],
  ["Bearer abc", absent],
  ["Tokenabc", absent],
  ["Token:abc", absent],
  ["\u00a0Token abc", absent],
  ["Token", empty],
  ["  token  ", empty],
  ["Token abc", { token: "abc" }],
  ["tOKEN\tabc ", { token: "abc" }],
  ["Token a b", spaces],
  ["Token a b c", spaces],
  ["Token \xff", invalid],
  ["Token abc\xc3", invalid],
  ["Token \xc3\xa9", { token: "é" }],
  ["Token a\u00a0", invalid],
])("%j", (header, answer) => {
  expect(readTokenHeader(header)).toEqual(answer);
});

test("any header gives either a token without ASCII whitespace or an error text", () => {
  const bytes = fc.uint8Array().map((array) => String.fromCharCode(...array));
  fc.assert(
    fc.property(bytes, (rest) => {
      const read = readTokenHeader(`Token ${rest}`);
      expect("token" in read ? read.token : "x").toMatch(/^[^ \t\n\r\v\f]+$/);
    }),
  );
});
