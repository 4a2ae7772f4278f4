import { beforeAll, expect, test, vi } from "vitest";
import type { Delivery, Outcome } from "#providers/provider.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { refHashOf } from "#services/reports/ref-hash.ts";
import { deliver } from "./delivery.ts";
import type { ActiveProvider } from "./provider-chain.ts";

beforeAll(() => {
  completeEnvironment({ DATABASE_URL: "postgres://nobody@localhost/nothing", APP_SECRET: "5".repeat(64) });
});

let asked: number[] = [];
const link = (id: number, outcome: Outcome): ActiveProvider => ({
  id,
  name: `provider ${id}`,
  asked: true,
  kind: "http",
  revision: "1",
  breaker: null,
  provider: {
    timeoutMs: 1_000,
    deliver: async () => {
      asked.push(id);
      return outcome;
    },
    close: async () => {},
  },
});

const delivery: Delivery = {
  messageId: 1,
  reference: () => "1.123456",
  number: "963911000005",
  text: "Code 482910",
  code: "482910",
  language: 1,
  templateId: 1,
  segments: 1,
};

const through = async (first: Outcome) => {
  asked = [];
  return deliver([link(1, first), link(2, { kind: "accepted", response: "OK" })], delivery);
};

test.each([
  [undefined, [1, 2]],
  ["provider", [1, 2]],
  ["not_taken", [1, 2]],
  ["recipient", [1]],
  ["text", [1]],
] as const)("after a rejection of scope %s the providers %j were asked", async (scope, expected) => {
  const delivered = await through({ kind: "rejected", response: "no", ...(scope ? { scope } : {}) });
  expect(asked).toEqual(expected);
  expect(delivered.outcome).toBe(expected.length === 1 ? "rejected" : "accepted");
});

test("nothing is sent again after an unknown outcome", async () => {
  await through({ kind: "unknown", response: "No answer" });
  expect(asked).toEqual([1]);
});

test("each key of each part becomes a reference", async () => {
  const { refs } = await through({
    kind: "accepted",
    response: "OK",
    ref: "a, b",
    reportKeys: [["a", "A"], [], ["b"]],
  });
  expect(refs).toEqual([
    { refHash: refHashOf(1, "a"), part: 1, parts: 3 },
    { refHash: refHashOf(1, "A"), part: 1, parts: 3 },
    { refHash: refHashOf(1, "b"), part: 3, parts: 3 },
  ]);
  expect((await through({ kind: "accepted", response: "OK", ref: "a" })).refs).toEqual([]);
});

test("an answer that nobody knows is counted, and logged without the code and the text", async () => {
  const warn = vi.spyOn(log(), "warn");
  const { outcome } = await through({
    kind: "unknown",
    response: "Strange 482910 Code%20482910",
    unrecognised: true,
  });
  expect(outcome).toBe("unknown");
  const { values } = await metrics().unrecognised.get();
  expect(values).toEqual([{ labels: { provider: "provider 1" }, value: 1 }]);
  expect(warn.mock.calls).toEqual([
    [{ provider: "provider 1", message: 1, response: "Strange *** ***" }, expect.any(String)],
  ]);
  warn.mockRestore();
});
