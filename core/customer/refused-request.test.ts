import fc from "fast-check";
import { expect, test } from "vitest";
import { refusalsCursor } from "./refused-request.ts";

test("where a page of refusals begins is a moment that PostgreSQL can hold, or counts as absent", () => {
  for (const odd of [
    "abc",
    "5",
    "0000-01-01T00:00:00Z",
    "-271821-04-20T00:00:00.000Z",
    "2026-02-30T00:00:00Z",
  ]) {
    expect(refusalsCursor.parse(odd), odd).toBeUndefined();
  }
  expect(refusalsCursor.parse("+275760-09-13T00:00:00.000Z")).toBeUndefined();
  expect(refusalsCursor.parse(undefined)).toBeUndefined();
  expect(refusalsCursor.parse("2026-11-23T09:30:00.000Z")).toEqual(new Date("2026-11-23T09:30:00.000Z"));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
      (text) => {
        const year = refusalsCursor.parse(text)?.getUTCFullYear();
        expect(year === undefined || (year >= 1970 && year <= 9999)).toBe(true);
      },
    ),
  );
});
