import { describe, expect, test } from "vitest";
import { LONG, made, smsc } from "../test-provider.ts";

describe("long texts", () => {
  const udh = (bytes: unknown, length: number) => [...(bytes as Buffer).subarray(0, length)];

  test("use a 16-bit header, one part after the other, with a key for each", async () => {
    const carrier = await smsc();
    const outcome = await made(carrier.port).send({ text: LONG.english, messageId: 0x1_02_03 });
    expect(carrier.submits.map((pdu) => pdu.esm_class)).toEqual([0x40, 0x40]);
    expect(carrier.submits.map((pdu) => udh(pdu.short_message, 7))).toEqual([
      [6, 8, 4, 2, 3, 2, 1],
      [6, 8, 4, 2, 3, 2, 2],
    ]);
    expect(outcome).toMatchObject({ ref: "1, 2", reportKeys: [["id 1 11000005"], ["id 2 11000005"]] });
  });

  test("use an 8-bit header, SAR parameters, or message_payload for the whole text", async () => {
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
    "after a part was taken, status %i on the next one tries no other provider",
    async (status, expected) => {
      const carrier = await smsc({ onSubmit: () => (carrier.submits.length === 1 ? "1" : status) });
      expect(await made(carrier.port).send({ text: LONG.english })).toMatchObject(expected);
    },
  );

  test("a connection lost after a part was sent is unknown", async () => {
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
