import { expect, test } from "vitest";
import { coverageOf } from "./coverage.ts";

const syria = ["96393", "96394", "96350"];

test.each([
  [[], []],
  [["963"], []],
  [["96393"], ["96394", "96350"]],
  [["9639"], ["96350"]],
  [["963931", "96394", "96350"], ["96393"]],
  [[...Array.from({ length: 10 }, (_, digit) => `96393${digit}`), "96394", "96350"], []],
  [[...Array.from({ length: 9 }, (_, digit) => `96393${digit}`), "96394", "96350"], ["96393"]],
])("with routes for %j the uncovered prefixes are %j", (routes, uncovered) => {
  expect(coverageOf(syria, routes)).toEqual({ hasGeneralRoute: routes.length > 0, uncovered });
});
