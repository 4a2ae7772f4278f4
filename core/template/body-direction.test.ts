import { expect, test } from "vitest";
import { bodyDirection } from "./body-direction.ts";

test.each([
  ["{code} رمزك في شام باي", "rtl"],
  ["رمزك في Sham Pay هو {code}", "rtl"],
  ["{code} is your شام باي code", "ltr"],
  ["482910 {code}!", "auto"],
  ["", "auto"],
])("%j is written %s", (body, direction) => {
  expect(bodyDirection(body)).toBe(direction);
});
