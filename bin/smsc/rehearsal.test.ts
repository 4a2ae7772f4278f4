import { connect } from "node:net";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { made, NUMBER, until } from "#providers/smpp/test-provider.ts";
import { Framing } from "#providers/smpp/wire/framing.ts";
import { newPdu, type PDU } from "#providers/smpp/wire/pdu.ts";
import { type RehearsalOptions, startRehearsal } from "./rehearsal.ts";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function rehearsal(options: Partial<RehearsalOptions> = {}) {
  const lines: string[] = [];
  const smsc = await startRehearsal(
    { host: "127.0.0.1", port: 0, receipt: "delivered", after: 0, ...options },
    (line) => lines.push(line),
  );
  open.push(smsc);
  return { ...smsc, lines };
}

/** A client that may do what no carrier's adapter does. */
function client(port: number) {
  const socket = connect(port, "127.0.0.1");
  const framing = new Framing();
  const received: PDU[] = [];
  socket.on("data", (bytes: Buffer) => received.push(...framing.read(bytes)));
  open.unshift({ close: async () => socket.destroy() });
  let sequence = 0;
  return {
    received,
    send(pdu: PDU) {
      pdu.sequence_number = ++sequence;
      socket.write(pdu.toBuffer());
    },
  };
}

test.each(["transceiver", "transmitter_receiver"])(
  "takes a message by a %s, and reports it",
  async (bind) => {
    const smsc = await rehearsal();
    const carrier = made(smsc.port, { bind });
    const sent = await carrier.send({ text: "Your code is 482910" });
    expect(sent).toMatchObject({ kind: "accepted" });
    await until(() => carrier.reports.length === 1);
    expect(carrier.reports[0]).toMatchObject({ kind: "delivered", word: "DELIVRD err:000" });
    expect(smsc.lines).toContain(`1: Aman to ${NUMBER}, GSM: Your code is 482910`);
    expect(smsc.lines).toContain("1: receipt sent, delivered");
  },
);

test("says what it was told to: undeliverable, or nothing", async () => {
  const failing = await rehearsal({ receipt: "undeliverable" });
  const carrier = made(failing.port);
  await carrier.send();
  await until(() => carrier.reports.length === 1);
  expect(carrier.reports[0]).toMatchObject({ kind: "failed", word: "UNDELIV err:001" });

  const silent = await rehearsal({ receipt: "none" });
  await made(silent.port).send();
  expect(silent.lines.filter((line) => line.includes("receipt"))).toEqual([]);
});

test("refuses a bind with another password", async () => {
  const smsc = await rehearsal({ password: "other" });
  const carrier = made(smsc.port);
  expect(await carrier.send()).toMatchObject({ kind: "rejected" });
  expect(carrier.provider.state()).toMatchObject({ reason: "bind_refused" });
  expect(smsc.lines).toContain("gate was refused as a transceiver: ESME_RINVPASWD (0x0e)");
});

test("keeps a receipt until a session can take it", async () => {
  const smsc = await rehearsal();
  const sender = client(smsc.port);
  sender.send(newPdu("bind_transmitter", { system_id: "pair", password: "p" }));
  sender.send(newPdu("submit_sm", { destination_addr: NUMBER, registered_delivery: 1 }));
  await until(() => sender.received.length === 2);
  const other = client(smsc.port);
  other.send(newPdu("bind_receiver", { system_id: "other" }));
  await until(() => other.received.length === 1);
  const receiver = client(smsc.port);
  receiver.send(newPdu("bind_receiver", { system_id: "pair" }));
  await until(() => receiver.received.length === 2);
  expect(receiver.received[1]).toMatchObject({ command: "deliver_sm", source_addr: NUMBER, esm_class: 4 });
  expect(other.received.map(({ command }) => command)).toEqual(["bind_receiver_resp"]);
});

test("refuses a submit without a bind, and commands that it does not know", async () => {
  const smsc = await rehearsal();
  const stranger = client(smsc.port);
  stranger.send(newPdu("submit_sm", { destination_addr: NUMBER }));
  stranger.send(newPdu("query_sm", { message_id: "1" }));
  await until(() => stranger.received.length === 2);
  expect(stranger.received).toMatchObject([
    { command: "submit_sm_resp", command_status: 4 },
    { command: "generic_nack", command_status: 3 },
  ]);
});

test("shows every text as it was, whatever its parts", async () => {
  const smsc = await rehearsal({ receipt: "none" });
  const carriers = ["udh16", "udh8", "sar", "payload"].map((long) => made(smsc.port, { long }));
  const text = fc.string({
    unit: fc.constantFrom(..."aZ9 @€{}ر6😀é".split("")),
    minLength: 1,
    maxLength: 400,
  });
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom(...carriers), async (said, carrier) => {
      const before = smsc.lines.length;
      await carrier.send({ text: said });
      const shown = smsc.lines.slice(before).filter((line) => line.includes(` to ${NUMBER}, `));
      expect(shown.map((line) => line.replace(/^\d+: \S+ to \d+, [^:]+: /, "")).join("")).toBe(said);
    }),
    { numRuns: 60 },
  );
});

test("closes a connection that sends no PDU, and serves the others", async () => {
  const smsc = await rehearsal();
  const stranger = connect(smsc.port, "127.0.0.1");
  stranger.on("error", () => {});
  stranger.write("GET / HTTP/1.1\r\n\r\n");
  await new Promise((resolve) => stranger.on("close", resolve));
  expect(smsc.lines).toEqual(["a client sent what is no PDU: its connection is closed", "a client has gone"]);
  expect(await made(smsc.port).send()).toMatchObject({ kind: "accepted" });
});
