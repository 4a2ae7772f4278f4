import { expect, test } from "vitest";
import { codeAt, otpauthUri, recoveryCodeOf, secondFactor, secretText, stepOf } from "./two-factor.ts";

/** RFC 6238, appendix B: the key "12345678901234567890", SHA-1. Six digits are the last six of its eight. */
const secret = secretText(Buffer.from("12345678901234567890"));
const vectors: [seconds: number, code: string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];

test.each(vectors)("the code of second %i is that of RFC 6238", (seconds, code) => {
  const at = new Date(seconds * 1000);
  expect(codeAt(secret, at)).toBe(code);
  expect(stepOf(secret, code, at)).toBe(Math.floor(seconds / 30));
});

test("a code is accepted one step before and after its own, and no further", () => {
  const step = 41_152_263;
  const code = codeAt(secret, new Date(step * 30_000));
  const found = [-2, -1, 0, 1, 2].map((drift) => stepOf(secret, code, new Date((step + drift) * 30_000)));
  expect(found).toEqual([null, step, step, step, null]);
  expect(stepOf(secret, "000000", new Date(step * 30_000))).toBeNull();
});

test("the QR code contains the user and the TOTP parameters", () => {
  const uri = new URL(otpauthUri(secret, { issuer: "Aman Gate", email: "dev@example.com" }));
  expect(uri.protocol).toBe("otpauth:");
  expect(decodeURIComponent(uri.pathname)).toContain("Aman Gate:dev@example.com");
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    issuer: "Aman Gate",
    secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
});

test("a code is accepted however it is typed", () => {
  for (const typed of ["482910", " 482 910 ", "٤٨٢٩١٠", "۴۸۲-۹۱۰"]) {
    expect(secondFactor.parse(typed)).toEqual({ kind: "app", code: "482910" });
  }
  for (const typed of ["k7mfq-2xz9a", "K7MFQ 2XZ9A", "k7mfq2xz9a", "k7mfq–2xz9a\u200f"]) {
    expect(secondFactor.parse(typed)).toEqual({ kind: "recovery", code: "k7mfq-2xz9a" });
  }
  for (const typed of ["", "48291", "4829100", "k7mfq-2xz9", null, 482_910]) {
    expect(secondFactor.safeParse(typed).success, String(typed)).toBe(false);
  }
});

test("a recovery code is shown in the form in which it is entered", () => {
  let next = 0;
  const code = recoveryCodeOf((end) => next++ % end);
  expect(code).toBe("abcde-fghjk");
  expect(secondFactor.parse(code)).toEqual({ kind: "recovery", code });
});
