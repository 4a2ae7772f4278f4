import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Outcome } from "#providers/provider.ts";
import { type Breaker, breaker } from "./breaker.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const accepted: Outcome = { kind: "accepted", response: "OK" };
const notTaken: Outcome = { kind: "rejected", scope: "not_taken", response: "Not reached (ECONNREFUSED)" };
const unknown: Outcome = { kind: "unknown", response: "No answer" };
const refused: Outcome = { kind: "rejected", scope: "recipient", response: "Invalid number" };

let changes: string[] = [];
const watched = () => {
  changes = [];
  return breaker(
    (state) => changes.push(state),
    () => 0,
  );
};

async function feed(to: Breaker, ...outcomes: Outcome[]): Promise<void> {
  for (const outcome of outcomes) await to.run(async () => outcome);
}

const opened = async () => {
  const one = watched();
  await feed(one, notTaken, notTaken, notTaken, notTaken, notTaken);
  expect(one.admits()).toBe(false);
  return one;
};

test("it opens when more than half of at least five messages were not taken or are unknown", async () => {
  const one = watched();
  await feed(one, notTaken, unknown, notTaken, unknown);
  expect(one.admits()).toBe(true);
  await feed(one, unknown);
  expect(one.admits()).toBe(false);
  expect(one.openSince).toEqual(new Date());
  expect(changes).toEqual(["open"]);
});

test("refusals of a recipient, unrecognised answers, and failures of up to a half leave it closed", async () => {
  const one = watched();
  await feed(one, ...Array.from({ length: 50 }, (): Outcome => ({ ...unknown, unrecognised: true })));
  await feed(one, ...Array.from({ length: 50 }, () => refused));
  await feed(one, ...Array.from({ length: 40 }, () => [accepted, unknown]).flat());
  expect(one.admits()).toBe(true);
  expect(one.openSince).toBeNull();
});

test("old failures do not count once there are newer messages", async () => {
  const one = watched();
  await feed(one, notTaken, notTaken, notTaken, notTaken);
  for (let second = 0; second < 12; second++) {
    vi.advanceTimersByTime(1_000);
    await feed(one, accepted);
  }
  await feed(one, notTaken);
  expect(one.admits()).toBe(true);
});

test("while it is open no message is handed over", async () => {
  const one = await opened();
  const deliver = vi.fn(async () => accepted);
  expect(await one.run(deliver)).toBeNull();
  vi.advanceTimersByTime(4_900);
  expect(one.admits()).toBe(false);
  expect(await one.run(deliver)).toBeNull();
  expect(deliver).not.toHaveBeenCalled();
});

test("one message probes the provider, and no other is handed over until its outcome is known", async () => {
  const one = await opened();
  vi.advanceTimersByTime(5_000);
  expect(one.admits()).toBe(true);
  const probe = Promise.withResolvers<Outcome>();
  const probing = one.run(() => probe.promise);
  expect(one.admits()).toBe(false);
  const deliver = vi.fn(async () => accepted);
  expect(await one.run(deliver)).toBeNull();
  expect(deliver).not.toHaveBeenCalled();
  probe.resolve(accepted);
  expect(await probing).toEqual(accepted);
  expect(await one.run(deliver)).toEqual(accepted);
  expect(one.openSince).toBeNull();
  expect(changes).toEqual(["open", "half_open", "closed"]);
});

test("each failed probe doubles the pause, up to a minute", async () => {
  const one = await opened();
  const since = one.openSince;
  for (const pause of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
    vi.advanceTimersByTime(pause - 1);
    expect(one.admits(), `after ${pause}`).toBe(false);
    vi.advanceTimersByTime(1);
    expect(one.admits(), `after ${pause}`).toBe(true);
    await feed(one, unknown);
  }
  expect(one.openSince).toEqual(since);
  vi.advanceTimersByTime(60_000);
  await feed(one, accepted);
  expect(one.admits()).toBe(true);
  // From the start again.
  await feed(one, unknown, unknown, unknown, unknown, unknown);
  vi.advanceTimersByTime(5_000);
  expect(one.admits()).toBe(true);
});

test("setting the system clock back does not keep it open longer", async () => {
  const one = await opened();
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(5_000);
  expect(one.admits()).toBe(true);
  await feed(one, accepted);
  expect(one.admits()).toBe(true);
});

test("a probe that throws counts as a success and leaves nothing waiting", async () => {
  const one = await opened();
  vi.advanceTimersByTime(5_000);
  await expect(one.run(() => Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
  expect(await one.run(async () => accepted)).toEqual(accepted);
});
