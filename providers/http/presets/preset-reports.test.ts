import { expect, test } from "vitest";
import type { PresetId } from "#core/gateway/provider-preset.ts";
import { adapters } from "../../registry.ts";
import { readReportBody } from "../../reports/report-body.ts";
import { configured, context } from "./test-presets.ts";

/** A report as the carrier sends it, and what is read of it. */
const form = (fields: Record<string, string>) => ({ query: "", body: String(new URLSearchParams(fields)) });
const post = (body: unknown) => ({ query: "", body: JSON.stringify(body) });
const sms = (event: string) =>
  post({
    deviceId: "f",
    event,
    id: "E",
    webhookId: "w",
    payload: { messageId: "17.483927", phoneNumber: "+963" },
  });
const results = (name: string) =>
  post({
    results: [
      {
        messageId: "1",
        callbackData: "17.483927",
        status: { groupId: 3, groupName: "DELIVERED", id: 5, name },
      },
      {
        messageId: "2",
        callbackData: "18.483927",
        status: { groupId: 3, groupName: "DELIVERED", id: 5, name },
      },
    ],
  });
const jasminReport = (message_status: string) =>
  form({ id: "07033084-5cfd", id_smsc: "2567", message_status, level: "2", connector: "syriatel", err: "0" });
const reports: [PresetId, { query: string; body: string }, string, number?][] = [
  ["kannel", { query: "id=17.483927&status=1", body: "" }, "delivered 17.483927"],
  ["kannel", { query: "id=17.483927&status=2", body: "" }, "failed 17.483927"],
  ["kannel", { query: "id=17.483927&status=16", body: "" }, "failed 17.483927"],
  ["kannel", { query: "id=17.483927&status=34", body: "" }, "failed 17.483927"],
  ["kannel", { query: "id=17.483927&status=8", body: "" }, "other"],
  ["kannel", { query: "id=17.483927&status=66", body: "" }, "other"],
  ["jasmin", jasminReport("DELIVRD"), "delivered 07033084-5cfd"],
  ["jasmin", jasminReport("UNDELIV"), "failed 07033084-5cfd"],
  ["jasmin", jasminReport("ESME_ROK"), "other"],
  ["sms_gate", sms("sms:delivered"), "delivered 17.483927"],
  ["sms_gate", sms("sms:failed"), "failed 17.483927"],
  ["sms_gate", sms("sms:sent"), "intermediate 17.483927"],
  ["twilio", form({ MessageSid: "SM1", MessageStatus: "delivered", To: "+963" }), "delivered SM1"],
  ["twilio", form({ MessageSid: "SM1", MessageStatus: "undelivered", ErrorCode: "30003" }), "failed SM1"],
  ["twilio", form({ MessageSid: "SM1", MessageStatus: "failed" }), "failed SM1"],
  ["twilio", form({ MessageSid: "SM1", MessageStatus: "sent" }), "intermediate SM1"],
  [
    "vonage",
    post({ messageId: "0C", "client-ref": "17.483927", status: "delivered", "err-code": "0" }),
    "delivered 17.483927",
  ],
  ["vonage", post({ messageId: "0C", "client-ref": "17.483927", status: "expired" }), "failed 17.483927"],
  ["vonage", { query: "client-ref=17.483927&status=rejected&messageId=0C", body: "" }, "failed 17.483927"],
  [
    "vonage",
    post({ messageId: "0C", "client-ref": "17.483927", status: "accepted" }),
    "intermediate 17.483927",
  ],
  ["infobip", results("DELIVERED_TO_HANDSET"), "delivered 17.483927", 2],
  ["infobip", results("UNDELIVERABLE_NOT_DELIVERED"), "failed 17.483927", 2],
  ["infobip", results("DELIVERED_TO_OPERATOR"), "intermediate 17.483927", 2],
  [
    "unifonic",
    form({ MessageID: "3200017889310", DLR: "Delivered", Recipient: "963" }),
    "delivered 3200017889310",
  ],
  ["unifonic", post({ MessageID: 3200017889310, DLR: "Undeliverable" }), "failed 3200017889310"],
  ["unifonic", post({ MessageID: 3200017889310, DLR: "Queued" }), "intermediate 3200017889310"],
];
test.each(reports)("%s reports %j: %s", async (id, { query, body }, expected, count = 1) => {
  const provider = adapters.http.make(configured(id, "https://op.example"), context);
  const read = provider.callbacks!.read({
    method: body === "" ? "GET" : "POST",
    query: new URLSearchParams(query),
    body: await readReportBody(Buffer.from(body), "application/x-www-form-urlencoded"),
  });
  await provider.close();
  expect(read).toHaveLength(count);
  const [first] = read;
  expect(first && "id" in first ? `${first.kind} ${first.id}` : first?.kind).toBe(expected);
  expect(provider.callbacks!.answer).toEqual(
    id === "jasmin" ? { body: "ACK/Jasmin", content_type: "text/plain; charset=utf-8" } : undefined,
  );
});
