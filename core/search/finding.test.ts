import { expect, test } from "vitest";
import { tokenEndIn } from "./finding.ts";
import { sendable } from "./finding-kinds.ts";

test.each([
  ["9fZk", "9fZk"],
  ["ag_cxtK…R0ne", "R0ne"],
  ["ag_cxtK...R0ne", "R0ne"],
  ["…R0ne ", "R0ne"],
  ["shop", "shop"],
  ["shops", null],
  ["", null],
])("the end of a token in %j is %s", (text, end) => {
  expect(tokenEndIn(text)).toBe(end);
});

test("a whole token does not leave the browser", () => {
  const token = `ag_${"a".repeat(39)}9fZk`;
  expect(sendable(token)).toBe("9fZk");
  expect(sendable(` Token ${token} `)).toBe(" Token 9fZk ");
  expect(sendable("ag_cxtK…R0ne")).toBe("ag_cxtK…R0ne");
});
