import { describe, expect, test } from "vitest";
import { LONG, made, smsc, until } from "../test-provider.ts";

describe("pace", () => {
  test("no more submits than the window are open, and one without a place in time was not sent", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    const { provider, send } = made(carrier.port, { window: 2, queue_ms: 300, timeout_ms: 20_000 });
    provider.open();
    await until(() => provider.binds[0]?.kind === "bound");
    const sends = [send(), send(), send()];
    expect(await sends[2]).toMatchObject({
      kind: "rejected",
      scope: "not_taken",
      response: "Not sent (no place in the window)",
    });
    expect(carrier.submits).toHaveLength(2);
    for (const pdu of carrier.submits) carrier.sessions[0]!.answer(pdu, { message_id: "x" });
    expect(await Promise.all(sends.slice(0, 2))).toMatchObject([{ kind: "accepted" }, { kind: "accepted" }]);
  });

  test.each([0x58, 0x14, 0x45])(
    "status %i pauses the bind, and the same message is retried",
    async (status) => {
      const seen: number[] = [];
      const carrier = await smsc({
        onSubmit: () => (seen.push(performance.now()) <= 2 ? status : undefined),
      });
      const { send } = made(carrier.port);
      expect(await send()).toMatchObject({ kind: "accepted" });
      expect(seen).toHaveLength(3);
      // At least half of 250 and of 500 ms.
      expect(seen[1]! - seen[0]!).toBeGreaterThanOrEqual(120);
      expect(seen[2]! - seen[1]!).toBeGreaterThanOrEqual(245);
    },
  );

  test("a throttled bind is paused for every message, and not only for the one that was refused", async () => {
    const seen: number[] = [];
    const carrier = await smsc({
      onSubmit: () => (seen.push(performance.now()) === 1 ? 0x58 : undefined),
    });
    const { send, provider } = made(carrier.port);
    const first = send();
    await until(() => provider.binds[0]?.kind === "throttled");
    const others = [send(), send()];
    expect(await Promise.all([first, ...others])).toMatchObject(Array(3).fill({ kind: "accepted" }));
    expect(seen).toHaveLength(4);
    // At least half of 250 ms.
    for (const at of seen.slice(1)) expect(at - seen[0]!).toBeGreaterThanOrEqual(120);
  });

  test("a message does not wait for its turn beyond its life", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    const { send } = made(carrier.port, { window: 1, queue_ms: 60_000 });
    const first = send();
    await until(() => carrier.submits.length === 1);
    expect(await send({ expiresAt: performance.now() + 100 })).toMatchObject({
      kind: "rejected",
      scope: "not_taken",
      response: "Not sent (no place in the window)",
    });
    carrier.sessions[0]!.answer(carrier.submits[0]!, { message_id: "x" });
    expect(await first).toMatchObject({ kind: "accepted" });
    expect(carrier.submits).toHaveLength(1);
  });

  test("a message throttled for longer than the wait goes to the next provider", async () => {
    const carrier = await smsc({ onSubmit: () => 0x58 });
    const { send, provider } = made(carrier.port, { queue_ms: 200 });
    expect(await send()).toMatchObject({
      kind: "rejected",
      scope: "not_taken",
      response: "ESME_RTHROTTLED (0x58)",
    });
    carrier.script.onSubmit = () => "silent";
    expect(["throttled", "bound"]).toContain(provider.binds[0]!.kind);
  });

  test("the rate counts parts", async () => {
    const seen: number[] = [];
    const carrier = await smsc({ onSubmit: () => void seen.push(performance.now()) });
    const { provider, send } = made(carrier.port, { per_second: 20 });
    provider.open();
    await until(() => provider.binds[0]?.kind === "bound");
    const began = performance.now();
    await Promise.all([send({ text: LONG.english }), send(), send()]);
    expect(seen).toHaveLength(4);
    // Four of twenty a second: three gaps of 50 ms.
    expect(seen[3]! - began).toBeGreaterThanOrEqual(140);
  });

  test("several binds share the load", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    const { send } = made(carrier.port, { binds: 2, window: 2, timeout_ms: 20_000 });
    void send();
    await until(() => carrier.bound().length === 2);
    const rest = [send(), send(), send()];
    await until(() => carrier.submits.length === 4);
    expect(
      carrier.sessions.map(
        ({ received }) => received.filter(({ command }) => command === "submit_sm").length,
      ),
    ).toEqual([2, 2]);
    for (const session of carrier.sessions) session.reset();
    expect(await Promise.all(rest)).toMatchObject(rest.map(() => ({ kind: "unknown" })));
  });
});
