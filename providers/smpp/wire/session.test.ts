import { describe, expect, test } from "vitest";
import { metrics } from "#runtime/metrics.ts";
import { commands, made, smsc, until } from "../test-provider.ts";

describe("a session", () => {
  test("the carrier's enquire_link is answered, even before the bind, and outbind and alerts are harmless", async () => {
    const carrier = await smsc({ onBind: () => "silent" });
    const { provider, send } = made(carrier.port);
    provider.open();
    await until(() => commands(carrier).includes("bind_transceiver"));
    const [session] = carrier.sessions;
    session!.send("outbind", { system_id: "x", password: "y" });
    session!.send("alert_notification", { source_addr: "1", esme_addr: "2" });
    session!.send("submit_sm", { destination_addr: "1" });
    session!.send("enquire_link");
    await until(() => commands(carrier).includes("enquire_link_resp"));
    expect(commands(carrier)).toContain("generic_nack");
    session!.answer(session!.received[0]!, { system_id: "smsc" });
    expect(await send()).toMatchObject({ kind: "accepted" });
  });

  test("after two unanswered enquire_links another connection is opened", async () => {
    const carrier = await smsc({ onEnquire: () => "silent" });
    made(carrier.port, { enquire_link_ms: 100 }).provider.open();
    await until(() => carrier.sessions.length >= 2);
    expect(commands(carrier).filter((command) => command === "enquire_link")).toHaveLength(2);
  });

  test.each([
    ["a length of 1", Buffer.from([0, 0, 0, 1])],
    ["a length of 8", Buffer.from([0, 0, 0, 8, 0, 0, 0, 5])],
    ["a length beyond all bounds", Buffer.from([0x7f, 0xff, 0xff, 0xff])],
    ["another protocol", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
    // deliver_sm that ends in the middle of a parameter's header and value.
    [
      "a parameter that is cut short",
      Buffer.from("0000001b00000005000000000000000100000000000000000427ff", "hex"),
    ],
  ])("%s ends the session, and another one is opened", async (_, bytes) => {
    const carrier = await smsc();
    const { provider, send } = made(carrier.port);
    provider.open();
    await until(() => carrier.bound().length === 1);
    carrier.sessions[0]!.write(bytes);
    await until(() => carrier.sessions.length >= 2 || commands(carrier).includes("deliver_sm_resp"));
    expect(await send()).toMatchObject({ kind: "accepted" });
  });

  test("PDUs that arrive in pieces, and several at once, are parsed", async () => {
    const carrier = await smsc();
    const { provider } = made(carrier.port);
    provider.open();
    await until(() => carrier.bound().length === 1);
    const enquiry = Buffer.from("00000010000000150000000000000007", "hex");
    const both = Buffer.concat([enquiry, enquiry]);
    carrier.sessions[0]!.write(both.subarray(0, 3));
    for (const at of [3, 19]) {
      await new Promise((resolve) => setImmediate(resolve));
      carrier.sessions[0]!.write(both.subarray(at, at === 3 ? 19 : undefined));
    }
    await until(() => commands(carrier).filter((command) => command === "enquire_link_resp").length === 2);
  });

  test("a refused bind reports its reason and is retried, and nothing is sent meanwhile", async () => {
    let refused = 0;
    const carrier = await smsc({ onBind: () => (++refused < 4 ? 0x0e : 0) });
    const { provider, send } = made(carrier.port);
    expect(await send()).toMatchObject({
      kind: "rejected",
      scope: "not_taken",
      response: "Not sent (Bind refused: ESME_RINVPASWD (0x0e))",
    });
    await until(() => provider.binds[0]!.kind === "bound");
    expect(await send()).toMatchObject({ kind: "accepted" });
  });

  test("a carrier that ends every session as soon as it is bound counts as down, until one lasts", async () => {
    const carrier = await smsc({
      onBind: (_, session) => {
        setImmediate(() => session.reset());
        return 0;
      },
    });
    const { provider, send } = made(carrier.port);
    provider.open();
    await until(() => provider.state().kind === "down");
    carrier.script.onBind = () => 0;
    await until(() => provider.state().kind === "ready");
    expect(await send()).toMatchObject({ kind: "accepted" });
  });

  test("a response that the session is not bound opens another one, which sends the message", async () => {
    const carrier = await smsc({ onSubmit: () => (carrier.sessions.length === 1 ? 0x04 : undefined) });
    expect(await made(carrier.port).send()).toMatchObject({ kind: "accepted" });
    expect(carrier.sessions).toHaveLength(2);
  });

  test("after the carrier's unbind open submits are waited for, and the next send uses another session", async () => {
    const carrier = await smsc({
      onSubmit: (_, session) => {
        session.send("unbind");
        return "silent";
      },
    });
    const { send } = made(carrier.port);
    const first = send();
    await until(() => commands(carrier).includes("unbind_resp"));
    carrier.script.onSubmit = () => undefined;
    const second = send();
    carrier.sessions[0]!.answer(carrier.submits[0]!, { message_id: "late" });
    expect(await first).toMatchObject({ kind: "accepted", ref: "late" });
    expect(await second).toMatchObject({ kind: "accepted" });
    expect(carrier.sessions).toHaveLength(2);
  });

  test("closing drains, unbinds and disconnects", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    const { provider, send, slots } = made(carrier.port);
    const sent = send();
    await until(() => carrier.submits.length === 1);
    const closed = provider.close();
    expect(commands(carrier)).not.toContain("unbind");
    carrier.sessions[0]!.answer(carrier.submits[0]!, { message_id: "x" });
    expect(await sent).toMatchObject({ kind: "accepted" });
    await closed;
    expect([provider.binds, slots.given[0]!.isReleased]).toEqual([[], true]);
    const { values } = await metrics().binds.get();
    expect(values.map(({ value }) => value)).toEqual(values.map(() => 0));
    expect(commands(carrier).at(-1)).toBe("unbind");
    await until(() => !carrier.sessions[0]!.isOpen);
    expect(await send()).toMatchObject({ kind: "rejected", scope: "not_taken" });
  });

  test("a carrier that does not answer the unbind is not waited for much longer", async () => {
    const carrier = await smsc({ onUnbind: () => "silent" });
    const { provider } = made(carrier.port, { timeout_ms: 300 });
    provider.open();
    await until(() => carrier.bound().length === 1);
    await provider.close();
    await until(() => !carrier.sessions[0]!.isOpen);
  });
});
