import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { z } from "zod";
import { tokenAccesses, tokenMay } from "./token-access.ts";
import { SCOPED_TEMPLATES, scopeFields, scopeOfInput } from "./token-scope.ts";

const schema = z.object(scopeFields);

test("a token is allowed everything, or only sending, or only reading", () => {
  expect(tokenAccesses.map((access) => [access, tokenMay(access, "send"), tokenMay(access, "read")])).toEqual(
    [
      ["full", true, true],
      ["send", true, false],
      ["read", false, true],
    ],
  );
});

test("a token from before scopes is unrestricted", () => {
  expect(schema.parse({})).toEqual({ access: "full", templateIds: null });
  expect(schema.parse({ templateIds: [] }).templateIds).toBeNull();
  expect(scopeOfInput({ access: "read", templateIds: [1] })).toEqual({ access: "read", templateIds: null });
});

test.prop([fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: SCOPED_TEMPLATES })])(
  "templates are kept once each, whatever their order",
  (ids) => {
    const { templateIds } = schema.parse({ templateIds: ids });
    expect(new Set(templateIds ?? [])).toEqual(new Set(ids));
    expect(templateIds ?? []).toEqual([...(templateIds ?? [])].sort((one, other) => one - other));
    expect(schema.parse({ templateIds: ids.map(String).reverse() }).templateIds).toEqual(templateIds);
  },
);

test.each([
  [{ access: "all" }],
  [{ access: null }],
  [{ templateIds: "1" }],
  [{ templateIds: [0] }],
  [{ templateIds: ["\0"] }],
  [{ templateIds: [{}] }],
  [{ templateIds: Array.from({ length: SCOPED_TEMPLATES + 1 }, (_, at) => at + 1) }],
])("%j is no scope", (input) => {
  expect(schema.safeParse(input).success).toBe(false);
});
