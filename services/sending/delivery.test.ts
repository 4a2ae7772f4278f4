import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Outcome } from "#providers/provider.ts";
import { testDelivery } from "#providers/test-delivery.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { refHashOf } from "#services/reports/ref-hash.ts";
import { breaker } from "./breaker.ts";
import type { ChosenProvider } from "./candidates.ts";
import { deliver } from "./delivery.ts";
import type { NextStep } from "./next-attempt.ts";

beforeAll(() => {
  completeEnvironment({ DATABASE_URL: "postgres://nobody@localhost/nothing", APP_SECRET: "5".repeat(64) });
});

let asked: number[] = [];
const link = (id: number, outcome: Outcome): ChosenProvider => ({
  id,
  name: `provider ${id}`,
  asked: true,
  kind: "http",
  revision: "1",
  breaker: null,
  sender: null,
  acceptance: null,
  provider: {
    timeoutMs: 1_000,
    deliver: async () => {
      asked.push(id);
      return outcome;
    },
    close: async () => {},
  },
});

const delivery = testDelivery({ messageId: 1 });

const accepted: Outcome = { kind: "accepted", response: "OK" };
const notTaken: Outcome = { kind: "rejected", scope: "not_taken", response: "Not reached (ECONNREFUSED)" };
let steps: NextStep[] = [];
const opens = async (step: NextStep) => steps.push(step) > 0;
const among = (providers: ChosenProvider[], open: typeof opens = opens, message = delivery) => {
  asked = [];
  steps = [];
  return deliver(providers, message, open);
};
const through = (first: Outcome) => among([link(1, first), link(2, accepted)]);
const down = (active: ChosenProvider): ChosenProvider => ({
  ...active,
  provider: { ...active.provider, state: () => ({ kind: "down", reason: "not_bound", since: new Date() }) },
});

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

test.each([
  [undefined, "refused"],
  ["provider", "refused"],
  ["not_taken", "not_taken"],
  ["recipient", "recipient_refused"],
  ["text", "text_refused"],
] as const)("a last rejection of scope %s is stored as %s", async (scope, reason) => {
  const last = link(2, { kind: "rejected", response: "no", ...(scope ? { scope } : {}) });
  expect(await among([link(1, notTaken), last])).toMatchObject({ outcome: "rejected", reason });
  expect(await among([link(1, accepted)])).toMatchObject({ outcome: "accepted", reason: null });
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

test("an unrecognised answer is counted, and logged without the code and the text", async () => {
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

describe("the next attempt", () => {
  const ended = (providerId: number, ordinal = 1) => ({
    ordinal,
    providerId,
    state: "rejected",
    reason: "not_taken",
    response: "Not reached (ECONNREFUSED)",
    ref: null,
  });

  test("is stored before it begins, with the outcome of the previous one", async () => {
    const [first, second] = [link(1, { ...notTaken, reportKeys: [["k"]] }), link(2, accepted)];
    const open = async (step: NextStep) => {
      expect(asked).toEqual([1]);
      return opens(step);
    };
    const { attempts, providerId } = await among([first, second], open);
    const refs = [{ refHash: refHashOf(1, "k"), part: 1, parts: 1 }];
    expect(steps).toMatchObject([{ closed: ended(1), refs, providerId: 2 }]);
    expect(providerId).toBe(2);
    expect(attempts).toEqual([
      ended(1),
      { ordinal: 2, providerId: 2, state: "accepted", reason: null, response: "OK", ref: null },
    ]);
  });

  test("costs nothing if the first provider accepted", async () => {
    expect((await among([link(1, accepted), link(2, accepted)])).attempts).toBeNull();
    expect(steps).toEqual([]);
  });

  test("does not begin if the message was given up, and the last outcome stands", async () => {
    const delivered = await among([link(1, notTaken), link(2, accepted)], async () => false);
    expect(asked).toEqual([1]);
    expect(delivered).toMatchObject({ outcome: "rejected", providerId: 1, attempts: null });
  });

  test("does not begin if it cannot be stored; the message counts as not taken", async () => {
    const error = vi.spyOn(log(), "error").mockImplementation(() => {});
    const delivered = await among([link(1, notTaken), link(2, accepted)], async () => {
      throw new Error("the database is away");
    });
    expect(asked).toEqual([1]);
    const response = "Not sent (the attempt could not be written down)";
    expect(delivered).toMatchObject({ outcome: "rejected", providerId: 2, response });
    expect(delivered.attempts).toMatchObject([
      ended(1),
      { ordinal: 2, providerId: 2, reason: "not_taken", response },
    ]);
    error.mockRestore();
  });

  test("does not begin after the message's life", async () => {
    const over = { ...delivery, expiresAt: performance.now() };
    const { outcome } = await among([link(1, notTaken), link(2, accepted)], opens, over);
    expect([outcome, asked]).toEqual(["rejected", [1]]);
  });

  test("skips providers that are down, without writing to the database", async () => {
    const { providerId, attempts } = await among([
      down(link(1, accepted)),
      link(2, notTaken),
      down(link(3, accepted)),
      link(4, accepted),
    ]);
    expect([asked, providerId]).toEqual([[2, 4], 4]);
    expect(attempts).toHaveLength(2);
    expect((await among([link(1, notTaken), down(link(2, accepted))])).outcome).toBe("rejected");
    expect(asked).toEqual([1]);
  });

  test("avoids an open breaker; with no provider left the message is not taken", async () => {
    const watched = { ...link(1, notTaken), breaker: breaker(() => {}) };
    for (let n = 0; n < 5; n++) expect((await among([watched, link(2, accepted)])).attempts).toHaveLength(2);
    expect((await among([watched, link(2, accepted)])).attempts).toBeNull();
    expect(asked).toEqual([2]);
    const last = await among([watched]);
    expect(last).toMatchObject({ outcome: "rejected", response: "Not sent (the breaker is open)" });
    expect(asked).toEqual([]);
  });
});

test.each<[string, Outcome, number | null]>([
  ["accepted with an id", { kind: "accepted", response: "OK", ref: "7" }, 30_000],
  ["unknown with an id", { kind: "unknown", response: "?", ref: "7" }, 30_000],
  ["accepted without one", { kind: "accepted", response: "OK" }, null],
  ["refused", { kind: "rejected", response: "no", ref: "7" }, null],
])(
  "a provider that does not report is asked later what became of a message that it %s",
  async (_, outcome, after) => {
    const polled = link(1, outcome);
    const provider: ChosenProvider["provider"] = {
      ...polled.provider,
      poll: {
        waitMs: (asked) => 30_000 + asked,
        canAsk: ({ providerId }) => providerId !== null,
        ask: async () => ({ kind: "open", said: "HTTP 200, empty" }),
      },
    };
    expect((await among([{ ...polled, provider }])).pollAfterMs).toBe(after);
    expect((await among([polled])).pollAfterMs).toBeNull();
  },
);
