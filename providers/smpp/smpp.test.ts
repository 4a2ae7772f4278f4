import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { metrics } from "#runtime/metrics.ts";
import type { ConnectionReport, Delivery, Provider } from "../provider.ts";
import { smppConfig } from "./config.ts";
import { SmppProvider } from "./smpp.ts";
import { receiptFields, type Smsc, type SmscScript, startSmsc } from "./test-smsc.ts";

const NUMBER = "963911000005";
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  // Providers first: an SMSC that is gone would be waited for.
  for (const each of open.splice(0).toReversed()) await each.close();
});

async function smsc(script: Partial<SmscScript> = {}, options = {}): Promise<Smsc> {
  const started = await startSmsc(script, options);
  open.push(started);
  return started;
}

interface Made {
  provider: SmppProvider;
  reports: ConnectionReport[];
  /** What answers say that come after their time-outs. */
  late: unknown[];
  /** What becomes of a report; by default it is written. */
  onReport: { write(report: ConnectionReport): Promise<void> };
  send(fields?: Partial<Delivery>): ReturnType<Provider["deliver"]>;
}

let ids = 0;
function made(port: number, config: object = {}, before?: Provider): Made {
  const settings = { host: "127.0.0.1", port, system_id: "gate", password: "secret", sender: "Aman" };
  const reports: ConnectionReport[] = [];
  const late: unknown[] = [];
  const onReport = { write: async (_: ConnectionReport) => {} };
  const provider = new SmppProvider(
    smppConfig.parse({ ...settings, timeout_ms: 5_000, ...config }),
    {
      name: "carrier",
      before,
      onLateKeys: (keys) => void late.push(keys),
      reportUrl: () => null,
      onReport: async (report) => {
        await onReport.write(report);
        reports.push(report);
      },
    },
    () => 5,
  );
  open.push(provider);
  const send = (fields: Partial<Delivery> = {}) =>
    provider.deliver(
      {
        messageId: ++ids,
        reference: () => "1.123456",
        number: NUMBER,
        text: "Code 482910",
        code: "482910",
        language: 1,
        templateId: 1,
        segments: 1,
        accountId: 1,
        expiresAt: Number.POSITIVE_INFINITY,
        ...fields,
      },
      (report) => void late.push(report),
    );
  return { provider, reports, late, onReport, send };
}

const LONG = { english: "a".repeat(161), arabic: "ر".repeat(71) };
const until = (look: () => unknown) =>
  vi.waitFor(() => expect(look()).toBeTruthy(), { timeout: 20_000, interval: 5 });
const commands = (of: Smsc, session = 0) =>
  of.sessions[session]?.received.map(({ command }) => command) ?? [];

describe("a submit", () => {
  test("carries what SMPP 3.4 says, and its answer's id is kept", async () => {
    const carrier = await smsc({ onSubmit: () => "ID-1" });
    const { send } = made(carrier.port);
    expect(await send()).toEqual({
      kind: "accepted",
      response: "OK",
      ref: "ID-1",
      reportKeys: [["id ID-1 11000005", "folded id-1 11000005"]],
    });
    expect(carrier.sessions[0]!.received[0]).toMatchObject({
      command: "bind_transceiver",
      system_id: "gate",
      password: "secret",
      interface_version: 0x34,
    });
    expect(carrier.submits[0]).toMatchObject({
      source_addr_ton: 5,
      source_addr_npi: 0,
      source_addr: "Aman",
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: NUMBER,
      esm_class: 0,
      registered_delivery: 1,
      data_coding: 0,
      validity_period: "000000000500000R",
      short_message: Buffer.from("Code 482910"),
    });
  });

  test.each([
    ["+963944000000", { source_addr_ton: 1, source_addr_npi: 1, source_addr: "963944000000" }],
    ["1234", { source_addr_ton: 3, source_addr_npi: 0, source_addr: "1234" }],
    ["Aman Gate", { source_addr_ton: 5, source_addr_npi: 0, source_addr: "Aman Gate" }],
  ])("by the sender %s", async (sender, fields) => {
    const carrier = await smsc();
    await made(carrier.port, { sender }).send();
    expect(carrier.submits[0]).toMatchObject(fields);
  });

  test.each([
    ["Theirs", { source_addr_ton: 5, source_addr_npi: 0, source_addr: "Theirs" }],
    ["963944000000", { source_addr_ton: 2, source_addr_npi: 8, source_addr: "963944000000" }],
    [null, { source_addr_ton: 2, source_addr_npi: 8, source_addr: "1234" }],
  ])(
    "by the account's sender %s before the configured one, whose TON and NPI are for its own form",
    async (sender, fields) => {
      const carrier = await smsc();
      await made(carrier.port, { sender: "1234", source_ton: 2, source_npi: 8 }).send({ sender });
      expect(carrier.submits[0]).toMatchObject(fields);
    },
  );

  test("says nothing of receipts and validity where they are not wanted", async () => {
    const carrier = await smsc();
    const outcome = await made(carrier.port, { receipts: false, validity_seconds: 0 }).send();
    expect(carrier.submits[0]).toMatchObject({ registered_delivery: 0, validity_period: "" });
    expect(outcome).toMatchObject({ kind: "accepted", reportKeys: [] });
  });

  test("Arabic is UCS-2, big-endian", async () => {
    const carrier = await smsc();
    await made(carrier.port).send({ text: "رمز 😀" });
    expect(carrier.submits[0]).toMatchObject({
      data_coding: 8,
      short_message: Buffer.from("رمز 😀", "utf16le").swap16(),
    });
  });

  test("an accepted one without an id says that no receipt can come", async () => {
    const carrier = await smsc({ onSubmit: () => "" });
    const outcome = await made(carrier.port).send();
    expect(outcome).toMatchObject({ kind: "accepted", reportKeys: [[]] });
    expect(outcome.response).toContain("no receipt can be matched");
    expect(outcome.ref).toBeUndefined();
  });

  test("a carrier that refuses the relative time gets none from then on", async () => {
    const carrier = await smsc({ onSubmit: (pdu) => (pdu.validity_period === "" ? "1" : 0x62) });
    const { send } = made(carrier.port);
    expect(await send()).toMatchObject({ kind: "accepted" });
    expect(await send()).toMatchObject({ kind: "accepted" });
    expect(carrier.submits.map((pdu) => pdu.validity_period)).toEqual(["000000000500000R", "", ""]);
  });
});

describe("an outcome", () => {
  test.each([
    [0x0b, { kind: "rejected", scope: "recipient" }],
    [0x0a, { kind: "rejected", scope: "provider" }],
    [0x66, { kind: "rejected", scope: "provider" }],
    [0x103, { kind: "rejected", scope: "provider" }],
    [0x08, { kind: "unknown" }],
    [0xff, { kind: "unknown" }],
    [0x401, { kind: "unknown" }],
  ])("of status %i", async (status, expected) => {
    const carrier = await smsc({ onSubmit: () => status });
    expect(await made(carrier.port).send()).toMatchObject(expected);
    expect(carrier.submits).toHaveLength(1);
  });

  test("the configuration's own table goes first", async () => {
    const carrier = await smsc({ onSubmit: () => 0x401 });
    const { send } = made(carrier.port, { rejections: { "0x401": "text", "0x0": "unknown" } });
    expect(await send()).toMatchObject({ kind: "rejected", scope: "text", response: "0x401" });
    carrier.script.onSubmit = () => "1";
    expect(await send()).toMatchObject({ kind: "accepted" });
  });

  test("no answer in time is unknown, and is not sent again", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    expect(await made(carrier.port, { timeout_ms: 100 }).send()).toMatchObject({
      kind: "unknown",
      response: "No answer (time-out)",
    });
    expect(carrier.submits).toHaveLength(1);
  });

  test("an answer after its time-out is heard: an id finds the receipt, a refusal is definite", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    const { send, late } = made(carrier.port, { timeout_ms: 100 });
    const [first, second] = [
      await send({ messageId: 71 }),
      await send({ messageId: 72, text: "x".repeat(161) }),
    ];
    expect([first.kind, second.kind]).toEqual(["unknown", "unknown"]);
    carrier.sessions[0]!.answer(carrier.submits[0]!, { message_id: "late-1" });
    carrier.sessions[0]!.answer(carrier.submits[1]!, { command_status: 0x0a });
    carrier.sessions[0]!.answer(carrier.submits[1]!, { command_status: 0x0a });
    await until(() => late.length === 2);
    expect(late).toEqual([
      { messageId: 71, part: 1, parts: 1, keys: ["id late-1 11000005"] },
      { messageId: 72, kind: "failed", response: "ESME_RINVSRCADR (0x0a)" },
    ]);
    expect(carrier.submits).toHaveLength(2);
  });

  test("a connection that breaks under it is unknown, and the next send goes by another one", async () => {
    const carrier = await smsc({
      onSubmit: (_, session) => {
        session.reset();
        return "silent";
      },
    });
    const { send } = made(carrier.port);
    expect(await Promise.all([send(), send()])).toMatchObject([{ kind: "unknown" }, { kind: "unknown" }]);
    carrier.script.onSubmit = () => "1";
    expect(await send()).toMatchObject({ kind: "accepted" });
    expect(carrier.sessions).toHaveLength(2);
  });

  test("a nack with its sequence number is its answer; one without is nobody's", async () => {
    const carrier = await smsc({
      onSubmit: (pdu, session) => {
        const nack = Buffer.from("000000108000000000000066", "hex");
        const sequence = Buffer.alloc(4);
        sequence.writeUInt32BE(carrier.submits.length === 1 ? pdu.sequence_number : 0);
        session.write(Buffer.concat([nack, sequence]));
        return "silent";
      },
    });
    const { send } = made(carrier.port, { timeout_ms: 500 });
    expect(await send()).toMatchObject({ kind: "rejected", scope: "provider" });
    expect(await send()).toMatchObject({ kind: "unknown" });
    expect(carrier.submits).toHaveLength(2);
  });

  test("what cannot be reached is not taken, and at once from the second time on", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    const { send } = made(port, { queue_ms: 60_000 });
    for (let times = 0; times < 2; times++) {
      expect(await send()).toMatchObject({
        kind: "rejected",
        scope: "not_taken",
        response: expect.stringContaining("ECONNREFUSED"),
      });
    }
  });
});

describe("pace", () => {
  test("no more than the window is out, and what found no place in time was not sent", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    const { send } = made(carrier.port, { window: 2, queue_ms: 300, timeout_ms: 3_000 });
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
    "status %i holds the bind back, and the same message is tried again",
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

  test("throttled for longer than the wait, it is left to the next provider", async () => {
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
    const { send } = made(carrier.port, { per_second: 20 });
    await Promise.all([send({ text: LONG.english }), send(), send()]);
    expect(seen).toHaveLength(4);
    // Four of twenty a second: three gaps of 50 ms.
    expect(seen[3]! - seen[0]!).toBeGreaterThanOrEqual(140);
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

describe("long texts", () => {
  const udh = (bytes: unknown, length: number) => [...(bytes as Buffer).subarray(0, length)];

  test("by a header of 16 bits, one part after the other, with a key for each", async () => {
    const carrier = await smsc();
    const outcome = await made(carrier.port).send({ text: LONG.english, messageId: 0x1_02_03 });
    expect(carrier.submits.map((pdu) => pdu.esm_class)).toEqual([0x40, 0x40]);
    expect(carrier.submits.map((pdu) => udh(pdu.short_message, 7))).toEqual([
      [6, 8, 4, 2, 3, 2, 1],
      [6, 8, 4, 2, 3, 2, 2],
    ]);
    expect(outcome).toMatchObject({ ref: "1, 2", reportKeys: [["id 1 11000005"], ["id 2 11000005"]] });
  });

  test("by a header of 8 bits, by SAR parameters, or whole in message_payload", async () => {
    const carrier = await smsc();
    await made(carrier.port, { long: "udh8" }).send({ text: LONG.arabic, messageId: 0x1_02_03 });
    expect(carrier.submits.splice(0).map((pdu) => udh(pdu.short_message, 6))).toEqual([
      [5, 0, 3, 3, 2, 1],
      [5, 0, 3, 3, 2, 2],
    ]);
    await made(carrier.port, { long: "sar" }).send({ text: LONG.english, messageId: 0x1_02_03 });
    expect(carrier.submits.splice(0)).toMatchObject([
      { esm_class: 0, sar_msg_ref_num: 0x203, sar_total_segments: 2, sar_segment_seqnum: 1 },
      { esm_class: 0, sar_msg_ref_num: 0x203, sar_total_segments: 2, sar_segment_seqnum: 2 },
    ]);
    await made(carrier.port, { long: "payload" }).send({ text: LONG.english });
    expect(carrier.submits.splice(0)).toMatchObject([
      { short_message: Buffer.alloc(0), message_payload: Buffer.from(LONG.english) },
    ]);
  });

  test.each([
    [0x0a, { kind: "rejected", scope: "text", response: "ESME_RINVSRCADR (0x0a), part 2 of 2" }],
    [0x08, { kind: "unknown", reportKeys: [["id 1 11000005"], []] }],
  ])(
    "after a part was taken, status %i of the next one sends the message nowhere else",
    async (status, expected) => {
      const carrier = await smsc({ onSubmit: () => (carrier.submits.length === 1 ? "1" : status) });
      expect(await made(carrier.port).send({ text: LONG.english })).toMatchObject(expected);
    },
  );

  test("a part sent and the connection lost is unknown", async () => {
    const carrier = await smsc({
      onSubmit: (_, session) => {
        if (carrier.submits.length === 1) return "1";
        session.reset();
        return "silent";
      },
    });
    expect(await made(carrier.port).send({ text: LONG.english })).toMatchObject({ kind: "unknown" });
    expect(carrier.submits).toHaveLength(2);
  });
});

describe("receipts", () => {
  test("come on any bind, by text or by parameters, and are answered when they are written", async () => {
    const carrier = await smsc();
    const { provider, reports, onReport } = made(carrier.port, { binds: 2 });
    provider.open();
    await until(() => carrier.bound().length === 2);
    const written = Promise.withResolvers<void>();
    onReport.write = () => written.promise;
    const [one, other] = carrier.sessions;
    one!.send("deliver_sm", receiptFields("ab_c", "DELIVRD", NUMBER));
    other!.send("data_sm", {
      esm_class: 4,
      source_addr: NUMBER,
      destination_addr: "Aman",
      receipted_message_id: Buffer.from("ab_c\0"),
      message_state: Buffer.from([5]),
      network_error_code: Buffer.from([3, 0, 11]),
    });
    // What comes in between is answered, and the receipts are not yet.
    one!.send("enquire_link");
    await until(() => commands(carrier).includes("enquire_link_resp"));
    expect(commands(carrier)).not.toContain("deliver_sm_resp");
    written.resolve();
    await until(() => commands(carrier).includes("deliver_sm_resp"));
    await until(() => commands(carrier, 1).includes("data_sm_resp"));
    expect(reports.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      {
        kind: "delivered",
        keys: [["id ab_c 11000005"], ["id ab_c 11000005", "folded ab_c 11000005"]],
        word: "DELIVRD err:000",
      },
      { kind: "failed", keys: expect.any(Array), word: "UNDELIV err:11" },
    ]);
  });

  test("one that could not be written is to be sent again", async () => {
    const carrier = await smsc();
    const { provider, onReport, reports } = made(carrier.port);
    provider.open();
    await until(() => carrier.bound().length === 1);
    onReport.write = async () => {
      throw new Error("the database is away");
    };
    carrier.sessions[0]!.send("deliver_sm", receiptFields("1", "DELIVRD", NUMBER));
    const answers = () =>
      carrier.sessions[0]!.received.filter(({ command }) => command === "deliver_sm_resp");
    await until(() => answers().length === 1);
    onReport.write = async () => {};
    carrier.sessions[0]!.send("deliver_sm", receiptFields("1", "DELIVRD", NUMBER));
    await until(() => answers().length === 2);
    expect(answers().map((pdu) => pdu.command_status)).toEqual([0x64, 0]);
    expect(reports).toHaveLength(1);
  });

  test("states in between, messages from telephones and receipts of no id are answered, and nothing more", async () => {
    const carrier = await smsc();
    const { provider, reports } = made(carrier.port);
    provider.open();
    await until(() => carrier.bound().length === 1);
    const [session] = carrier.sessions;
    session!.send("deliver_sm", receiptFields("1", "ENROUTE", NUMBER));
    session!.send("deliver_sm", receiptFields("1", "UNKNOWN", NUMBER));
    session!.send("deliver_sm", receiptFields("1", "DELIVRD", NUMBER, { esm_class: 0x20 }));
    session!.send("deliver_sm", receiptFields("", "DELIVRD", NUMBER));
    session!.send("deliver_sm", { source_addr: NUMBER, short_message: Buffer.from("id:1 stat:DELIVRD") });
    await until(() => commands(carrier).filter((command) => command === "deliver_sm_resp").length === 5);
    expect(session!.received.every((pdu) => pdu.command_status === 0)).toBe(true);
    expect(reports).toEqual([]);
  });

  test("receivers and transmitters are sessions of their own", async () => {
    const carrier = await smsc();
    const { send, reports } = made(carrier.port, { bind: "transmitter_receiver" });
    expect(await send()).toMatchObject({ kind: "accepted" });
    await until(() => carrier.bound().length === 2);
    const by = (as: string) => carrier.sessions.find(({ boundAs }) => boundAs === as)!;
    by("receiver").send("deliver_sm", receiptFields("1", "DELIVRD", NUMBER));
    await until(() => reports.length === 1);
    await send();
    expect(by("receiver").received.some(({ command }) => command === "submit_sm")).toBe(false);
  });
});

describe("a session", () => {
  test("the carrier's enquire_link is answered, before the bind too, and outbind and alerts do no harm", async () => {
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

  test("a carrier that answers no enquire_link twice is dead, and another connection is made", async () => {
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
  ])("%s ends it, and another one is made", async (_, bytes) => {
    const carrier = await smsc();
    const { provider, send } = made(carrier.port);
    provider.open();
    await until(() => carrier.bound().length === 1);
    carrier.sessions[0]!.write(bytes);
    await until(() => carrier.sessions.length >= 2 || commands(carrier).includes("deliver_sm_resp"));
    expect(await send()).toMatchObject({ kind: "accepted" });
  });

  test("PDUs that come in pieces, and several at once, are read", async () => {
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

  test("a refused bind says why, is tried again, and meanwhile nothing is sent", async () => {
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

  test("an answer that the session is not bound makes another one, and the message goes by it", async () => {
    const carrier = await smsc({ onSubmit: () => (carrier.sessions.length === 1 ? 0x04 : undefined) });
    expect(await made(carrier.port).send()).toMatchObject({ kind: "accepted" });
    expect(carrier.sessions).toHaveLength(2);
  });

  test("after the carrier's unbind what is out is waited for, and the next send goes by another session", async () => {
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
    const { provider, send } = made(carrier.port);
    const sent = send();
    await until(() => carrier.submits.length === 1);
    const closed = provider.close();
    expect(commands(carrier)).not.toContain("unbind");
    carrier.sessions[0]!.answer(carrier.submits[0]!, { message_id: "x" });
    expect(await sent).toMatchObject({ kind: "accepted" });
    await closed;
    expect(provider.binds).toMatchObject([{ kind: "closed" }]);
    const { values } = await metrics().binds.get();
    expect(values.map(({ value }) => value)).toEqual(values.map(() => 0));
    expect(commands(carrier).at(-1)).toBe("unbind");
    await until(() => !carrier.sessions[0]!.isOpen);
    expect(await send()).toMatchObject({ kind: "rejected", scope: "not_taken" });
  });

  test("a carrier that says nothing to the unbind is not waited for much longer", async () => {
    const carrier = await smsc({ onUnbind: () => "silent" });
    const { provider } = made(carrier.port, { timeout_ms: 300 });
    provider.open();
    await until(() => carrier.bound().length === 1);
    await provider.close();
    await until(() => !carrier.sessions[0]!.isOpen);
  });
});

describe("a changed configuration", () => {
  test("that is the same keeps its binds", async () => {
    const carrier = await smsc();
    const before = made(carrier.port);
    await before.send();
    const after = made(carrier.port, {}, before.provider);
    expect(await after.send()).toMatchObject({ kind: "accepted" });
    expect(await before.send()).toMatchObject({ kind: "accepted" });
    await before.provider.close();
    carrier.sessions[0]!.send("deliver_sm", receiptFields("1", "DELIVRD", NUMBER));
    await until(() => after.reports.length === 1);
    expect(carrier.sessions).toHaveLength(1);
  });

  test("drains and unbinds the old ones first, and old sends go by the new ones", async () => {
    let most = 0;
    const carrier = await smsc({
      onBind: () => {
        most = Math.max(most, carrier.bound().length);
        return 0;
      },
      onSubmit: () => "silent",
    });
    const before = made(carrier.port, { window: 1 });
    const [out, waits] = [before.send(), before.send()];
    await until(() => carrier.submits.length === 1);
    const after = made(carrier.port, { system_id: "other" }, before.provider);
    const next = after.send();
    carrier.script.onSubmit = () => "new";
    carrier.sessions[0]!.answer(carrier.submits[0]!, { message_id: "old" });
    expect(await Promise.all([out, waits, next])).toMatchObject([
      { kind: "accepted", ref: "old" },
      { kind: "accepted", ref: "new" },
      { kind: "accepted", ref: "new" },
    ]);
    expect(carrier.sessions.map(({ systemId }) => systemId)).toEqual(["gate", "other"]);
    expect(most).toBe(0);
    await before.provider.close();
    expect(await before.send()).toMatchObject({ kind: "accepted", ref: "new" });
  });
});
