import { describe, expect, test } from "vitest";
import { made, NUMBER, smsc } from "./test-provider.ts";

describe("a submit", () => {
  test("has the fields of SMPP 3.4, and the id of its response is stored", async () => {
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
    "uses the account's sender %s before the configured one, whose TON and NPI apply to its own form",
    async (sender, fields) => {
      const carrier = await smsc();
      await made(carrier.port, { sender: "1234", source_ton: 2, source_npi: 8 }).send({ sender });
      expect(carrier.submits[0]).toMatchObject(fields);
    },
  );

  test("asks the carrier to try for the rest of the message's life, where that is shorter", async () => {
    const carrier = await smsc();
    await made(carrier.port).send({ expiresAt: performance.now() + 45_000 });
    const [, seconds] = /^0000000000(\d\d)000R$/.exec(String(carrier.submits[0]!.validity_period)) ?? [];
    expect(Number(seconds)).toBeGreaterThan(0);
    expect(Number(seconds)).toBeLessThanOrEqual(45);
  });

  test("requests no receipts and no validity if they are switched off", async () => {
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

  test("without an id in its response is accepted, and no receipt can be matched", async () => {
    const carrier = await smsc({ onSubmit: () => "" });
    const outcome = await made(carrier.port).send();
    expect(outcome).toMatchObject({ kind: "accepted", reportKeys: [[]] });
    expect(outcome.response).toContain("no receipt can be matched");
    expect(outcome.ref).toBeUndefined();
  });

  test("a carrier that refuses the relative time is sent none from then on", async () => {
    const carrier = await smsc({ onSubmit: (pdu) => (pdu.validity_period === "" ? "1" : 0x62) });
    const { send } = made(carrier.port);
    expect(await send()).toMatchObject({ kind: "accepted" });
    expect(await send()).toMatchObject({ kind: "accepted" });
    expect(carrier.submits.map((pdu) => pdu.validity_period)).toEqual(["000000000500000R", "", ""]);
  });

  test("a carrier that refuses the relative time gets every message that was under way without one", async () => {
    const carrier = await smsc({ onSubmit: (pdu) => (pdu.validity_period === "" ? "1" : 0x62) });
    const { send } = made(carrier.port, { window: 10 });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => send()));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(10).fill("accepted"));
  });

  test("a carrier that refuses a message without a validity as well has refused it", async () => {
    const carrier = await smsc({ onSubmit: () => 0x62 });
    const { send } = made(carrier.port);
    expect(await send()).toMatchObject({ kind: "rejected", scope: "provider" });
    expect(carrier.submits).toHaveLength(2);
  });
});
