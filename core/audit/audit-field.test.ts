import { expect, test } from "vitest";
import { auditAmount, inFieldOrder, isAuditValue } from "./audit-field.ts";

test("what a thing is called comes first, a note last, and what is not known behind it", () => {
  const changes = ["zebra", "note", "quota", "new.hint", "name"].map((field) => ({
    field,
    before: undefined,
    after: "x",
  }));
  expect(inFieldOrder(changes).map(({ field }) => field)).toEqual([
    "name",
    "quota",
    "new.hint",
    "note",
    "zebra",
  ]);
});

test("a value is a word of ours only in its own field", () => {
  expect(isAuditValue("status", "active")).toBe(true);
  expect(isAuditValue("name", "active")).toBe(false);
  expect(isAuditValue("status", "constructor")).toBe(false);
  expect(isAuditValue("role", "active")).toBe(false);
});

test("an amount is one only in its own field: a name may be a number, too", () => {
  expect(auditAmount("quota", "20000")).toBe(20_000);
  expect(auditAmount("name", "20000")).toBeNull();
  expect(auditAmount("quota", "many")).toBeNull();
});
