import { describe, expect, test } from "vitest";
import { commands, made, NUMBER, smsc, until } from "../test-provider.ts";
import { receiptFields } from "../test-smsc.ts";
import { newPdu } from "../wire/pdu.ts";

describe("receipts", () => {
  test("arrive on any bind, as text or parameters, and are acknowledged once they are stored", async () => {
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

  test("are read from message_payload, and from a plain message if configured", async () => {
    const carrier = await smsc();
    const { provider, reports } = made(carrier.port, { receipts_by_text: true });
    provider.open();
    await until(() => carrier.bound().length === 1);
    const [session] = carrier.sessions;
    const { short_message, ...fields } = receiptFields("pay_1", "DELIVRD", NUMBER);
    session!.send("deliver_sm", {
      ...fields,
      short_message: Buffer.alloc(0),
      message_payload: short_message,
    });
    session!.send("deliver_sm", receiptFields("plain-1", "UNDELIV", NUMBER, { esm_class: 0 }));
    await until(() => reports.length === 2);
    expect(reports.map(({ kind, keys }) => [kind, keys[0]])).toEqual([
      ["delivered", ["id pay_1 11000005"]],
      ["failed", ["id plain-1 11000005"]],
    ]);
  });

  test("are read whatever the length of parameters beside them, which end no session", async () => {
    const carrier = await smsc();
    const { provider, reports } = made(carrier.port);
    provider.open();
    await until(() => carrier.bound().length === 1);
    const [session] = carrier.sessions;
    // user_message_reference has two bytes, source_port too, qos_time_to_live four, and callback_num at least three.
    const odd = ["0204000107", "020a0000", "0017000101", "038100020101", "1400ffff01"];
    for (const [index, tlv] of odd.entries()) {
      const pdu = newPdu("deliver_sm", {
        ...receiptFields(`odd-${index}`, "DELIVRD", NUMBER),
        sequence_number: 77,
      });
      const bytes = Buffer.concat([pdu.toBuffer(), Buffer.from(tlv, "hex")]);
      bytes.writeUInt32BE(bytes.length);
      session!.write(bytes);
      await until(() => reports.length === index + 1 || carrier.sessions.length > 1);
    }
    expect(reports.map(({ kind }) => kind)).toEqual(odd.map(() => "delivered"));
    expect(carrier.sessions).toHaveLength(1);
  });

  test("a receipt that could not be stored has to be repeated", async () => {
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

  test("with intermediate states are reported as such; messages from phones and receipts without an id are only acknowledged", async () => {
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
    expect(reports.map(({ kind, word }) => [kind, word])).toEqual([
      ["intermediate", "ENROUTE err:000"],
      ["intermediate", "UNKNOWN err:000"],
      ["intermediate", "DELIVRD err:000"],
    ]);
  });

  test("receivers and transmitters are separate sessions", async () => {
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
