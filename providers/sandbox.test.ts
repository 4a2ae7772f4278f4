import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Delivery, Provider, Report } from "./provider.ts";
import { readInbox, sandboxConfig, sandboxProvider } from "./sandbox.ts";
import { testDelivery } from "./test-delivery.ts";

let providers: Provider[] = [];
let next = 0;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(async () => {
  await Promise.all(providers.map((provider) => provider.close()));
  providers = [];
  // What a test left is too old for the next one.
  vi.setSystemTime(Date.now() + 16 * 60_000);
  expect(readInbox()).toEqual([]);
  vi.useRealTimers();
});

function sandbox(config: object = {}): Provider {
  const provider = sandboxProvider(sandboxConfig.parse(config));
  providers.push(provider);
  return provider;
}

function to(number: string): Delivery {
  const messageId = ++next;
  return testDelivery({ messageId, number, text: `Code ${messageId}`, code: `${messageId}` });
}

test.each([
  ["963911000001", "rejected", 0, undefined],
  ["963911000002", "unknown", 0, undefined],
  ["963911000003", "accepted", 1, "failed"],
  ["963911000004", "accepted", 1, "delivered"],
  ["963911000005", "accepted", 1, "delivered"],
])("%s is %s, received %i times, reported %s", async (number, kind, received, reported) => {
  const reports: Report[] = [];
  const delivery = to(number);
  const outcome = sandbox().deliver(delivery, (report) => reports.push(report));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await outcome).toMatchObject({ kind });
  expect(readInbox(number)).toHaveLength(received);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(reports.map((report) => [report.messageId, report.kind])).toEqual(
    reported ? [[delivery.messageId, reported]] : [],
  );
});

test("it answers after its delay, or at once if that is 0", async () => {
  let answered = false;
  void sandbox({ delay_ms: 700 })
    .deliver(to("963911000005"), () => {})
    .then(() => {
      answered = true;
    });
  await vi.advanceTimersByTimeAsync(699);
  expect(answered).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(answered).toBe(true);
  // No timer moves on here.
  expect(await sandbox({ delay_ms: 0 }).deliver(to("963911000005"), () => {})).toMatchObject({
    kind: "accepted",
  });
});

test("without reports none arrives; a closed sandbox sends none", async () => {
  const reports: Report[] = [];
  await sandbox({ delay_ms: 0, reports: false }).deliver(to("963911000005"), (r) => reports.push(r));
  const closed = sandbox({ delay_ms: 0 });
  await closed.deliver(to("963911000005"), (r) => reports.push(r));
  await closed.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reports).toEqual([]);
});

test("the inbox holds the last 200, newest first, for 15 minutes, by number", async () => {
  const provider = sandbox({ delay_ms: 0, reports: false });
  const ids: number[] = [];
  for (let i = 0; i < 205; i++) {
    const delivery = to(i % 2 ? "963911000005" : "963911000006");
    ids.push(delivery.messageId);
    await provider.deliver(delivery, () => {});
  }
  expect(readInbox().map((entry) => entry.messageId)).toEqual(ids.toReversed().slice(0, 200));
  expect(new Set(readInbox("963911000005").map((entry) => entry.number))).toEqual(new Set(["963911000005"]));
  vi.setSystemTime(Date.now() + 15 * 60_000);
  expect(readInbox()).toHaveLength(200);
  vi.setSystemTime(Date.now() + 1);
  expect(readInbox()).toEqual([]);
});
