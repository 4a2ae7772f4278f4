import { describe, expect, test, vi } from "vitest";
import type { Elsewhere, Outcome } from "../../provider.ts";
import { testDelivery } from "../../test-delivery.ts";
import { made, smsc, until } from "../test-provider.ts";
import { startSmsc } from "../test-smsc.ts";

const elsewhere = (kind: Elsewhere["kind"], state?: Elsewhere["state"]): Elsewhere => ({
  kind,
  since: new Date(),
  ...(state ? { state } : {}),
});
const taken: Outcome = { kind: "accepted", response: "OK", ref: "far" };

/** A process that has no slot; the others are as the test says. */
async function without(kind: Elsewhere["kind"], config: object = {}) {
  const carrier = await smsc();
  const one = made(carrier.port, config);
  one.slots.atOnce = 0;
  one.slots.elsewhere = elsewhere(kind);
  one.slots.onHandOver = async () => taken;
  one.provider.open();
  await until(() => one.slots.isClaimed);
  return { carrier, ...one };
}

describe("a process without a session", () => {
  test("hands over to the process that has it, and opens no connection", async () => {
    const { carrier, send, slots, provider } = await without("bound");
    expect(await send()).toEqual(taken);
    expect(provider.state()).toEqual({ kind: "ready" });
    expect([slots.handedOver, carrier.sessions.length]).toEqual([1, 0]);
  });

  test("waits while a session may still be opened, and then hands over", async () => {
    const { send, slots } = await without("coming");
    const sent = send();
    slots.change();
    expect(slots.handedOver).toBe(0);
    slots.elsewhere = elsewhere("bound");
    slots.change();
    expect(await sent).toEqual(taken);
  });

  test("sends over its own session once it gets the slot", async () => {
    const { carrier, send, slots } = await without("coming");
    const sent = send();
    slots.give();
    expect(await sent).toMatchObject({ kind: "accepted", ref: "1" });
    expect([slots.handedOver, carrier.submits.length]).toEqual([0, 1]);
  });

  test("does not wait longer than a message may", async () => {
    const { send } = await without("coming", { queue_ms: 100 });
    expect(await send()).toMatchObject({ kind: "rejected", scope: "not_taken" });
  });

  test("fails at once with the reason if the others cannot use theirs", async () => {
    const { send, slots, provider } = await without("down", { queue_ms: 60_000 });
    slots.elsewhere = elsewhere("down", { kind: "refused", why: "Bind refused: ESME_RINVPASWD (0x0e)" });
    expect(await send()).toMatchObject({
      kind: "rejected",
      scope: "not_taken",
      response: "Not sent (Bind refused: ESME_RINVPASWD (0x0e))",
    });
    expect(provider.state()).toMatchObject({
      kind: "down",
      reason: "bind_refused",
      detail: "Bind refused: ESME_RINVPASWD (0x0e)",
    });
  });

  test("looks again if the owner did not take it", async () => {
    const { send, slots } = await without("bound");
    slots.onHandOver = async () => {
      slots.elsewhere = elsewhere("coming");
      slots.give();
      return null;
    };
    expect(await send()).toMatchObject({ kind: "accepted", ref: "1" });
  });

  test("keeps an unknown outcome", async () => {
    const { send, slots } = await without("bound");
    slots.onHandOver = async () => ({ kind: "unknown", response: "No answer" });
    expect(await send()).toMatchObject({ kind: "unknown" });
    expect(slots.handedOver).toBe(1);
  });
});

describe("a delivery that was handed over", () => {
  const delivery = testDelivery({ messageId: 5, reference: () => "5" });

  test("is sent over the existing session, within the time that is left", async () => {
    const carrier = await smsc();
    const { provider, slots } = made(carrier.port, { validity_seconds: 100 });
    provider.open();
    expect(provider.handedOver.isReady()).toBe(false);
    await until(() => provider.handedOver.isReady());
    expect(await provider.handedOver.deliver(delivery, () => {}, 4_000)).toMatchObject({ kind: "accepted" });
    expect(carrier.submits[0]!.validity_period).toBe("000000000136000R");
    expect(slots.handedOver).toBe(0);
  });

  test("is not handed on", async () => {
    const { provider, slots, carrier } = await without("bound");
    provider.open();
    expect(await provider.handedOver.deliver(delivery, () => {}, 0)).toMatchObject({
      kind: "rejected",
      scope: "not_taken",
    });
    expect([slots.handedOver, carrier.submits.length]).toEqual([0, 0]);
  });
});

describe("a slot whose lease", () => {
  test("ends is unbound: open submits are waited for briefly, and nothing more is sent", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    const { provider, send, slots } = made(carrier.port);
    const sent = send();
    await until(() => carrier.submits.length === 1);
    const [slot] = slots.given;
    slot!.end("its lease could not be renewed");
    expect(await send()).toMatchObject({ kind: "rejected", scope: "not_taken" });
    carrier.sessions[0]!.answer(carrier.submits[0]!, { message_id: "in-time" });
    expect(await sent).toMatchObject({ kind: "accepted", ref: "in-time" });
    await until(() => slot!.isReleased);
    expect(carrier.sessions[0]!.received.at(-1)!.command).toBe("unbind");
    expect(provider.binds).toEqual([]);
    // It comes back when the database does.
    carrier.script.onSubmit = () => "again";
    slots.give();
    expect(await send()).toMatchObject({ kind: "accepted", ref: "again" });
  });

  test("ends while the carrier is silent is still given up", async () => {
    const carrier = await smsc({ onSubmit: () => "silent", onUnbind: () => "silent" });
    const { send, slots } = made(carrier.port, { timeout_ms: 60_000 });
    const sent = send();
    await until(() => carrier.submits.length === 1);
    slots.given[0]!.end("its lease could not be renewed");
    expect(await sent).toMatchObject({ kind: "unknown" });
    await until(() => slots.given[0]!.isReleased);
    await until(() => !carrier.sessions[0]!.isOpen);
  });

  test("may have ended unnoticed is not used any more", async () => {
    const carrier = await smsc();
    const { send, slots } = made(carrier.port);
    expect(await send()).toMatchObject({ kind: "accepted" });
    slots.given[0]!.lose();
    expect(await send()).toMatchObject({ kind: "rejected", scope: "not_taken" });
    expect(carrier.submits).toHaveLength(1);
  });
});

describe("a slot that is left to another process", () => {
  test("is unbound when every outstanding submit is answered, and nothing more is sent on it", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    const { provider, send, slots } = made(carrier.port);
    const sent = send();
    await until(() => carrier.submits.length === 1);
    slots.elsewhere = elsewhere("coming");
    slots.onHandOver = async () => taken;
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    slots.given[0]!.leave("another process has fewer sessions");
    const next = send();
    expect(provider.state()).toEqual({ kind: "ready" });
    // A session whose lease ends would be unbound by then.
    await vi.advanceTimersByTimeAsync(4_500);
    vi.useRealTimers();
    expect([slots.given[0]!.isReleased, carrier.bound().length]).toEqual([false, 1]);
    carrier.sessions[0]!.answer(carrier.submits[0]!, { message_id: "last" });
    expect(await sent).toMatchObject({ kind: "accepted", ref: "last" });
    await until(() => slots.given[0]!.isReleased);
    expect(carrier.sessions[0]!.received.at(-1)!.command).toBe("unbind");
    slots.elsewhere = elsewhere("bound");
    slots.change();
    expect(await next).toEqual(taken);
    expect(carrier.submits).toHaveLength(1);
  });

  test("is given up at once where the carrier cannot be reached, and a send waits for the other process", async () => {
    const gone = await startSmsc();
    await gone.close();
    const { provider, send, slots } = made(gone.port);
    provider.open();
    await until(() => slots.given[0]!.states.some(({ kind }) => kind === "waiting"));
    slots.elsewhere = elsewhere("coming");
    slots.onHandOver = async () => taken;
    slots.given[0]!.leave("this process cannot reach the carrier");
    const sent = send();
    await until(() => slots.given[0]!.isReleased);
    expect(provider.binds).toEqual([]);
    slots.elsewhere = elsewhere("bound");
    slots.change();
    expect(await sent).toEqual(taken);
  });
});

test("the other processes see each state, for a pair the worse one", async () => {
  const carrier = await smsc({ onBind: (pdu) => (pdu.command === "bind_receiver" ? 0x0d : 0) });
  const { provider, slots } = made(carrier.port, { bind: "transmitter_receiver" });
  provider.open();
  await until(() => slots.given[0]!.states.some(({ kind }) => kind === "refused"));
  expect(slots.given[0]!.states.at(-1)).toMatchObject({ why: "Bind refused: ESME_RBINDFAIL (0x0d)" });
  // The transmitter sends all the same.
  await until(() => provider.state().kind === "ready");
});

test("a process with some of the binds uses only its share of the rate", async () => {
  const seen: number[] = [];
  const carrier = await smsc({ onSubmit: () => void seen.push(performance.now()) });
  const { provider, send, slots } = made(carrier.port, { binds: 2, per_second: 40 });
  slots.atOnce = 1;
  provider.open();
  await until(() => provider.binds[0]?.kind === "bound");
  const began = performance.now();
  await Promise.all([send(), send(), send(), send()]);
  // Twenty a second: three gaps of 50 ms.
  expect(seen[3]! - began).toBeGreaterThanOrEqual(140);
});
