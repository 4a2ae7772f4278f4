import { expect, test } from "vitest";
import { type Notice, saidOf } from "./notice.ts";

const reader = (language: "en" | "ar") => ({ language, day: (iso: string) => iso.slice(0, 10) });
const low = (names: { account: string; arabicAccount?: string | null }): Notice => ({
  kind: "credit_low",
  details: { accountId: 1, remaining: 3, quota: 100, ...names },
});

test("a notice names the account in its reader's language", () => {
  const both = low({ account: "Sham", arabicAccount: "الشام" });
  expect(saidOf(both, "admin", reader("en")).values).toMatchObject({ account: "Sham" });
  expect(saidOf(both, "admin", reader("ar")).values).toMatchObject({ account: "الشام" });
});

test("an account of one name, and a notice of an earlier release, have that name in both languages", () => {
  for (const names of [{ account: "Sham", arabicAccount: null }, { account: "Sham" }]) {
    for (const language of ["en", "ar"] as const)
      expect(saidOf(low(names), "admin", reader(language)).values).toMatchObject({ account: "Sham" });
  }
});
