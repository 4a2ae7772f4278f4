import { once } from "node:events";
import { createServer } from "node:net";
import type { PDU } from "smpp";
import { describe, expect, test } from "vitest";
import { made, smsc, until } from "./test-provider.ts";
import type { SmscSession } from "./test-smsc.ts";

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

  test("the configuration's own table takes precedence", async () => {
    const carrier = await smsc({ onSubmit: () => 0x401 });
    const { send } = made(carrier.port, { rejections: { "0x401": "text", "0x0": "unknown" } });
    expect(await send()).toMatchObject({ kind: "rejected", scope: "text", response: "0x401" });
    carrier.script.onSubmit = () => "1";
    expect(await send()).toMatchObject({ kind: "accepted" });
  });

  test("a missing response is unknown, and the message is not sent again", async () => {
    const carrier = await smsc({ onSubmit: () => "silent" });
    expect(await made(carrier.port, { timeout_ms: 100 }).send()).toMatchObject({
      kind: "unknown",
      response: "No answer (time-out)",
    });
    expect(carrier.submits).toHaveLength(1);
  });

  test("a late response still counts: its id matches the receipt, and a refusal is definite", async () => {
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

  test("a connection that breaks is unknown, and the next send uses another one", async () => {
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

  test("a generic_nack with its sequence number is its response; one without belongs to no submit", async () => {
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

  test("a response to something else is no response to a submit, whatever its sequence number says", async () => {
    const respond = (command: string) => (pdu: PDU, session: SmscSession) => {
      const bytes = Buffer.from(`00000010${command}0000000000000000`, "hex");
      bytes.writeUInt32BE(pdu.sequence_number, 12);
      session.write(bytes);
      return "silent" as const;
    };
    // enquire_link_resp, unbind_resp, and a generic_nack that names no error.
    for (const command of ["80000015", "80000006", "80000000"]) {
      const carrier = await smsc({ onSubmit: respond(command) });
      expect(await made(carrier.port, { timeout_ms: 500 }).send()).toMatchObject({ kind: "unknown" });
    }
    const carrier = await smsc({
      onSubmit: (pdu, session) => {
        respond("80000015")(pdu, session);
        return "its own";
      },
    });
    expect(await made(carrier.port).send()).toMatchObject({ kind: "accepted", ref: "its own" });
  });

  test("an unreachable carrier is not taken, and at once from the second time on", async () => {
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
