import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { differences } from "./audit-difference.ts";

test("only changed fields are listed, nested ones too", () => {
  expect(
    differences(
      { name: "A", status: "active", limits: { day: 5, hour: 1 }, tags: ["x"] },
      { name: "A", status: "suspended", limits: { day: 6, hour: 1 }, tags: ["x", "y"], note: "late" },
    ),
  ).toEqual([
    { field: "status", before: "active", after: "suspended" },
    { field: "limits.day", before: "5", after: "6" },
    { field: "tags", before: "x", after: "x, y" },
    { field: "note", before: undefined, after: "late" },
  ]);
});

test("created and removed things are listed completely", () => {
  expect(differences(null, { name: "A", reason: null })).toEqual([
    { field: "name", before: undefined, after: "A" },
    { field: "reason", before: undefined, after: "null" },
  ]);
  expect(differences({ name: "A" }, null)).toEqual([{ field: "name", before: "A", after: undefined }]);
  expect(differences(null, null)).toEqual([]);
});

const json = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.jsonValue({ maxDepth: 2 }));

test.prop([json])("nothing differs from itself", (value) => {
  expect(differences(value, structuredClone(value))).toEqual([]);
});

test.prop([json, json])("looked at from the other side, before is after", (one, other) => {
  const turned = differences(other, one).map(({ field, before, after }) => ({
    field,
    before: after,
    after: before,
  }));
  const byField = (a: { field: string }, b: { field: string }) => (a.field < b.field ? -1 : 1);
  expect(turned.toSorted(byField)).toEqual(differences(one, other).toSorted(byField));
});

test.prop([json, json])("no field is named twice, and each has changed", (one, other) => {
  const found = differences(one, other);
  expect(new Set(found.map(({ field }) => field)).size).toBe(found.length);
  for (const { before, after } of found) expect(before).not.toBe(after);
});
