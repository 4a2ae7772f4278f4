import type { Preset } from "./preset.ts";

const MESSAGE =
  '"sender":"[[sender]]","destinations":[{"to":"{{number}}"}],"content":{"text":"{{text}}"},"options":{"validityPeriod":{"amount":{{validity_minutes}},"timeUnit":"MINUTES"}}';
const REPORT =
  '"webhooks":{"delivery":{"url":"{{report_url}}"},"contentType":"application/json","callbackData":"{{message_id}}"}';

const named = (...names: string[]) => `"name":\\s*"(${names.join("|")})"`;

export const infobip: Preset = {
  id: "infobip",
  name: "Infobip",
  documentation: [
    "https://www.infobip.com/docs/api/channels/sms/outbound-sms/send-sms-messages",
    "https://www.infobip.com/docs/essentials/api-essentials/response-status-and-error-codes",
  ],
  checked: "2026-11",
  blanks: [
    { name: "address", example: "https://xxxxx.api.infobip.com" },
    { name: "api_key", example: "…" },
    { name: "sender", example: "MyBrand" },
  ],
  configuration: {
    method: "POST",
    url: "[[address]]/sms/3/messages",
    headers: { authorization: "App [[api_key]]", accept: "application/json" },
    body: `{"messages":[{${MESSAGE},${REPORT}}]}`,
    // It answers 200 even when it refuses; then the group of the message's status is REJECTED.
    success: { status: [200], body_pattern: '"groupName":\\s*"(PENDING|DELIVERED)"' },
    answers: [
      { status: [200], body_pattern: named("REJECTED_DESTINATION", "MISSING_TO"), means: "recipient" },
      { status: [200], body_pattern: named("REJECTED_MESSAGE_TOO_LONG"), means: "text" },
      { status: [200], body_pattern: named("REJECTED_FLOODING_FILTER"), means: "not_taken" },
    ],
    id_pattern: '"messageId":\\s*"([^"]+)"',
    reports: {
      id: "message_id",
      list_field: "results",
      id_field: "callbackData",
      // The group DELIVERED also has DELIVERED_TO_OPERATOR, which is not final.
      status_field: "status.name",
    },
  },
};
