import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { completeEnvironment } from "./env.ts";
import { hmac, type KeyPurpose, keyFor, seal, secretFingerprint, sha256, unseal } from "./keys.ts";

beforeAll(() => completeEnvironment({ APP_SECRET: "a secret of the test's own, long enough" }));

const purposes: KeyPurpose[] = [
  "token-copy",
  "provider-config",
  "body-hash",
  "session",
  "sign-in",
  "internal",
  "fingerprint",
];

test("every purpose has its own 32-byte key, the same each time", () => {
  const keys = purposes.map((purpose) => keyFor(purpose).toString("hex"));
  expect(new Set(keys).size).toBe(purposes.length);
  for (const key of keys) expect(key).toHaveLength(64);
  expect(purposes.map((purpose) => keyFor(purpose).toString("hex"))).toEqual(keys);
});

describe("sealing", () => {
  const words = fc.string({ unit: "grapheme" });

  test("a sealed value opens again, and differs each time", () => {
    fc.assert(
      fc.property(words, words, (text, context) => {
        const sealed = seal("token-copy", text, context);
        expect(unseal("token-copy", sealed, context)).toBe(text);
        expect(seal("token-copy", text, context).equals(sealed)).toBe(false);
        if (text.length > 3) expect(sealed.includes(Buffer.from(text))).toBe(false);
      }),
    );
  });

  test("a changed bit, another context or another purpose does not open it", () => {
    fc.assert(
      fc.property(words, fc.nat(), (text, place) => {
        const sealed = seal("token-copy", text, "7");
        expect(() => unseal("token-copy", sealed, "8")).toThrow();
        expect(() => unseal("provider-config", sealed, "7")).toThrow();
        const bit = place % (sealed.length * 8);
        sealed[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => unseal("token-copy", sealed, "7")).toThrow();
      }),
    );
  });

  test("a truncated value does not open", () => {
    const sealed = seal("token-copy", "a token", "7");
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal("token-copy", sealed.subarray(0, length), "7")).toThrow();
    }
  });
});

test("hashes of texts differ, and a keyed hash differs from the plain one", () => {
  expect(hmac("body-hash", "a").equals(hmac("body-hash", "a"))).toBe(true);
  expect(hmac("body-hash", "a").equals(hmac("body-hash", "b"))).toBe(false);
  expect(hmac("body-hash", "a").equals(hmac("internal", "a"))).toBe(false);
  expect(hmac("body-hash", "a").equals(sha256("a"))).toBe(false);
  expect(sha256("abc").toString("hex").slice(0, 8)).toBe("ba7816bf");
});

test("the fingerprint is not a key", () => {
  expect(purposes.map((purpose) => keyFor(purpose).toString("hex"))).not.toContain(secretFingerprint());
  expect(secretFingerprint()).toMatch(/^[0-9a-f]{32}$/);
});
