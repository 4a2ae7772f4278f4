import type { Preset } from "./preset.ts";

/** The status of one part of the message, which is a text in the answer. */
const status = (...codes: number[]) => `"status":\\s*"(${codes.join("|")})"`;

const SMS =
  '"api_key":"[[api_key]]","api_secret":"[[api_secret]]","from":"[[sender]]","to":"{{number}}","text":"{{text}}"';
const REPORT = '"ttl":{{validity_seconds}}000,"client-ref":"{{message_id}}","callback":"{{report_url}}"';

export const vonage: Preset = {
  id: "vonage",
  name: "Vonage (SMS API)",
  documentation: [
    "https://developer.vonage.com/en/api/sms",
    "https://developer.vonage.com/en/messaging/sms/guides/troubleshooting-sms",
    "https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts",
  ],
  checked: "2026-11",
  blanks: [
    { name: "api_key", example: "…" },
    { name: "api_secret", example: "…" },
    { name: "sender", example: "MyBrand" },
  ],
  configuration: {
    method: "POST",
    url: "https://rest.nexmo.com/sms/json",
    body: { gsm: `{${SMS},${REPORT}}`, ucs2: `{${SMS},"type":"unicode",${REPORT}}` },
    // It answers 200 even when it refuses. Of a long text each part has a status: where one was taken, none is sent again.
    success: { status: [200], body_pattern: status(0) },
    answers: [
      { status: [200], body_pattern: status(0), means: "accepted" },
      { status: [200], body_pattern: status(1, 10), means: "not_taken" },
      { status: [200], body_pattern: status(5), means: "unknown" },
      { status: [200], body_pattern: status(12), means: "text" },
      // The number is not in use any more.
      { status: [200], body_pattern: status(33), means: "recipient" },
    ],
    id_pattern: '"message-id":\\s*"([^"]+)"',
    reports: { id: "message_id", id_field: "client-ref", status_field: "status" },
  },
};
