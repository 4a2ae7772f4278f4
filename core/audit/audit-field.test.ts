import { expect, test } from "vitest";
import { auditAmount, inFieldOrder, isAuditValue } from "./audit-field.ts";

test("the name comes first, a note last, and unknown fields after it", () => {
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

test("a value is translated only in its own field", () => {
  expect(isAuditValue("status", "active")).toBe(true);
  expect(isAuditValue("name", "active")).toBe(false);
  expect(isAuditValue("status", "constructor")).toBe(false);
  expect(isAuditValue("role", "active")).toBe(false);
});

test("an amount is formatted only in its own field: a name may be a number, too", () => {
  expect(auditAmount("quota", "20000")).toBe(20_000);
  expect(auditAmount("name", "20000")).toBeNull();
  expect(auditAmount("quota", "many")).toBeNull();
});
