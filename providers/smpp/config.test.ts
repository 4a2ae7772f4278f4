import { describe, expect, test } from "vitest";
import { retryMs } from "./binds/retry.ts";
import { smppConfig } from "./config.ts";
import { fateTable } from "./outcomes.ts";
import { relativeTime } from "./submit-fields.ts";

const needed = { host: "smsc.example", port: 2775, system_id: "gate", password: "secret", sender: "Aman" };

test("optional settings have defaults", () => {
  expect(smppConfig.parse(needed)).toEqual({
    ...needed,
    bind: "transceiver",
    binds: 1,
    window: 10,
    per_second: 0,
    queue_ms: 5_000,
    timeout_ms: 10_000,
    enquire_link_ms: 30_000,
    validity_seconds: 300,
    tls: false,
    system_type: "",
    encoding: "gsm",
    long: "udh16",
    id_response: "text",
    id_receipt: "text",
    receipts: true,
    receipts_by_text: false,
    rejections: {},
  });
});

test.each([
  [{ host: "smsc.example:2775/" }, "host"],
  [{ port: 0 }, "port"],
  [{ system_id: "sixteencharacter" }, "system_id"],
  [{ system_id: "" }, "system_id"],
  [{ password: "سر" }, "password"],
  [{ password: "x".repeat(17) }, "password"],
  [{ sender: "twelve chars" }, "sender"],
  [{ sender: "أمان" }, "sender"],
  [{ bind: "receiver" }, "bind"],
  [{ window: 0 }, "window"],
  [{ certificate_sha256: "ab".repeat(32) }, "certificate_sha256"],
  [{ tls: true, certificate_sha256: "ab" }, "certificate_sha256"],
  [{ tls: true, ca: "no certificate" }, "ca"],
  [{ id_response: "hex" }, "id_receipt"],
  [{ rejections: { "88": "not_taken" } }, "rejections"],
  [{ rejections: { "0x58": "accepted" } }, "rejections"],
  [{ pasword: "x" }, ""],
])("%o is refused", (more, path) => {
  const result = smppConfig.safeParse({ ...needed, ...more });
  expect(result.success).toBe(false);
  // A message names the field and never its value, which may be the password.
  const issues = result.error!.issues;
  expect(issues.map((issue) => issue.path[0] ?? "")).toContain(path);
  expect(JSON.stringify(issues.map(({ message }) => message))).not.toContain("xxxxxxxx");
});

test.each([
  ["recipient", [0x0b]],
  [
    "provider",
    [
      0x01, 0x0a, 0x0c, 0x15, 0x43, 0x48, 0x49, 0x50, 0x51, 0x61, 0x62, 0x66, 0x100, 0x101, 0x102, 0x103,
      0x104,
    ],
  ],
  ["not_taken", [0x04, 0x14, 0x45, 0x58, 0x64]],
  ["unknown", [0x08, 0xfe, 0xff, 0x105, 0x400, 0x401, 0xffff_ffff]],
])("these statuses mean %s by default", (fate, statuses) => {
  expect(statuses.map(fateTable({}))).toEqual(statuses.map(() => fate));
});

test("an unlisted status is unknown; the configuration takes precedence, but 0 is always accepted", () => {
  const fate = fateTable({ "0x58": "provider", "0x0405": "recipient", "0x00": "unknown" });
  expect([0, 0x58, 0x14, 0x0b, 0x405, 0x406, 0xff].map(fate)).toEqual([
    "accepted",
    "provider",
    "not_taken",
    "recipient",
    "recipient",
    "unknown",
    "unknown",
  ]);
});

test.each([
  [300, "000000000500000R"],
  [59, "000000000059000R"],
  [3_661, "000000010101000R"],
  [259_200, "000003000000000R"],
])("%i seconds of validity are %s", (seconds, text) => {
  expect(relativeTime(seconds)).toBe(text);
});

describe("the next attempt to bind comes", () => {
  const range = (...[failure, failures]: Parameters<typeof retryMs>) => [
    retryMs(failure, failures, () => 0),
    retryMs(failure, failures, () => 1),
  ];
  test("soon after a session ended, later with each failure, at any moment up to then", () => {
    const connection = { kind: "connection" } as const;
    expect(range(connection, 0)).toEqual([0, 1_000]);
    expect(range(connection, 3)).toEqual([0, 8_000]);
    expect(range(connection, 1_000)).toEqual([0, 30_000]);
  });
  test("after the carrier has released the previous session", () => {
    expect(range({ kind: "refused", status: 0x05 }, 1)).toEqual([30_000, 120_000]);
  });
  test.each([0x0d, 0x0e, 0x0f])("slowly if the credentials are refused (%i)", (status) => {
    expect(range({ kind: "refused", status }, 1)).toEqual([60_000, 300_000]);
  });
});
