import { expect, test } from "vitest";
import { unservedOf } from "./unserved.ts";

test.each([
  ['{"gsm": "+905321234567"}', "TR"],
  ['{"gsm": "963911000000"}', null],
  ['{"gsm": "12"}', null],
  ['{"gsm": 905321234567}', null],
  ["[]", null],
  ['{"gsm": ', null],
])("of %s it is %s", (body, country) => {
  expect(unservedOf(body, ["SY"])).toBe(country);
});
