import { beforeAll, expect, test, vi } from "vitest";
import { testDelivery } from "#providers/test-delivery.ts";
import { completeEnvironment } from "#runtime/env.ts";
import {
  openDelivery,
  openOutcome,
  openPermit,
  sealDelivery,
  sealOutcome,
  sealPermit,
} from "./sealed-delivery.ts";

beforeAll(() =>
  completeEnvironment({ DATABASE_URL: "postgres://u:p@127.0.0.1:1/d", APP_SECRET: "s".repeat(40) }),
);

const permit = { to: "me", providerId: 7, revision: "7.1", spentMs: 3 };
const delivery = testDelivery({
  reference: (form: "text" | "digits") => (form === "text" ? "17.123456" : "17123456"),
  text: "Code 73920164",
  code: "73920164",
});

test("a permit is accepted once, and by its process only", () => {
  const { header, nonce } = sealPermit(permit);
  expect(openPermit(header, "another")).toBeNull();
  expect(openPermit(header, "me")).toMatchObject({ ...permit, nonce });
  expect(openPermit(header, "me")).toBeNull();
});

test("a changed, forged or expired permit is refused", () => {
  const { header } = sealPermit(permit);
  const bytes = Buffer.from(header, "base64url");
  bytes[bytes.length - 1]! ^= 1;
  for (const wrong of [bytes.toString("base64url"), "", "x", "\0", "a".repeat(10_000)]) {
    expect(openPermit(wrong, "me")).toBeNull();
  }
  const now = Date.now();
  const clock = vi.spyOn(Date, "now").mockReturnValue(now + 61_000);
  expect(openPermit(header, "me")).toBeNull();
  clock.mockReturnValue(now - 61_000);
  expect(openPermit(header, "me")).toBeNull();
  clock.mockRestore();
  expect(openPermit(header, "me")).not.toBeNull();
});

test("used permits are remembered for as long as they are valid", () => {
  const now = Date.now();
  const clock = vi.spyOn(Date, "now").mockReturnValue(now + 119_000);
  const { header } = sealPermit(permit);
  expect(openPermit(header, "me")).not.toBeNull();
  // The younger of two generations has become the older one.
  clock.mockReturnValue(now + 122_000);
  openPermit(sealPermit(permit).header, "me");
  clock.mockReturnValue(now + 150_000);
  expect(openPermit(header, "me")).toBeNull();
  clock.mockRestore();
});

test("a delivery and its outcome are transferred completely, encrypted, and for this permit only", () => {
  const { nonce } = sealPermit(permit);
  const sealed = sealDelivery(delivery, nonce);
  expect(sealed.toString("latin1")).not.toContain("73920164");
  const { reference, ...fields } = openDelivery(sealed, nonce);
  const { reference: _, ...sent } = delivery;
  expect([fields, reference("text"), reference("digits")]).toEqual([sent, "17.123456", "17123456"]);
  expect(() => openDelivery(sealed, "another")).toThrow();
  const outcome = {
    outcome: { kind: "accepted" as const, response: "OK", reportKeys: [["id 1 5"]] },
    entries: [],
  };
  expect(openOutcome(sealOutcome(outcome, nonce), nonce)).toEqual(outcome);
  expect(() => openOutcome(sealDelivery(delivery, nonce), nonce)).toThrow();
});

test("the rest of the message's life is transferred", () => {
  const { nonce } = sealPermit(permit);
  const opened = openDelivery(
    sealDelivery({ ...delivery, expiresAt: performance.now() + 5_000 }, nonce),
    nonce,
  );
  expect(opened.expiresAt - performance.now()).toBeGreaterThan(4_000);
  expect(opened.expiresAt - performance.now()).toBeLessThanOrEqual(5_000);
});
