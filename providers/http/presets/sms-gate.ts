import type { Preset } from "./preset.ts";

/** An Android phone with the app SMS Gateway for Android (SMSGate), reached directly or through its server. */
export const smsGate: Preset = {
  id: "sms_gate",
  name: "Android phone (SMSGate)",
  documentation: [
    "https://docs.sms-gate.app/features/sending-messages/",
    "https://docs.sms-gate.app/features/webhooks/",
  ],
  checked: "2026-11",
  blanks: [
    {
      name: "address",
      example: "http://192.168.1.20:8080/message",
      default: "https://api.sms-gate.app/3rdparty/v1/messages",
    },
    { name: "user", example: "SMS" },
    { name: "password", example: "…" },
  ],
  configuration: {
    method: "POST",
    url: "[[address]]",
    headers: { authorization: "[[basic user password]]" },
    // From a priority of 100 on the app's own limits and delays do not count.
    body: '{"id":"{{message_id}}","textMessage":{"text":"{{text}}"},"phoneNumbers":["+{{number}}"],"ttl":{{validity_seconds}},"priority":100,"withDeliveryReport":true}',
    success: { status: [200, 201, 202] },
    // A phone is no SMSC.
    concurrency: 2,
    reports: {
      id: "message_id",
      id_field: "payload.messageId",
      status_field: "event",
      delivered: "^sms:delivered$",
      failed: "^sms:failed$",
    },
  },
};
