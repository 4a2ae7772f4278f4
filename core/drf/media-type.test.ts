import { describe, expect, test } from "vitest";
import { acceptsJson, charsetOf, unsupportedMediaType } from "#core/drf/media-type.ts";

describe("the JSON parser is chosen for", () => {
  test.each([
    "application/json",
    "APPLICATION/Json",
    " application/json ; charset=utf-8",
    'application/json; x="a;b"',
    "application/json;",
    "application/*",
    "*/*",
    "*/json",
  ])("%s", (type) => {
    expect(acceptsJson(type)).toBe(true);
  });
});

describe("the JSON parser is not chosen for", () => {
  test.each([
    null,
    "",
    "json",
    "*",
    "text/plain",
    "text/json",
    "application/jsonp",
    "application/json, text/plain",
    "application /json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=application/json",
    'application/json"; x',
    ";application/json",
  ])("%s", (type) => {
    expect(acceptsJson(type)).toBe(false);
  });
});

test("the error quotes the media type unchanged", () => {
  expect(unsupportedMediaType("Text/Plain; charset=x")).toBe(
    'Unsupported media type "Text/Plain; charset=x" in request.',
  );
  expect(unsupportedMediaType(null)).toBe('Unsupported media type "" in request.');
});

test.each([
  [null, undefined],
  ["application/json", undefined],
  ["application/json; charset=utf-8", "utf-8"],
  ['application/json; a=b; CharSet = "latin-1"', "latin-1"],
  ["application/json; charset=a; charset=b", "b"],
  ['application/json; x="; charset=no"', undefined],
])("the charset of %j", (type, charset) => {
  expect(charsetOf(type)).toBe(charset);
});
