import type { Preset } from "./preset.ts";

/** An error is told as a status of its own, or as 200 with `"errorCode": "ER-482"`. */
const code = (...codes: number[]) => ({
  statuses: codes,
  pattern: `"errorCode":\\s*"ER-(${codes.join("|")})"`,
});
const either = ({ statuses, pattern }: ReturnType<typeof code>, means: string) => [
  { status: statuses, means },
  { status: [200], body_pattern: pattern, means },
];

export const unifonic: Preset = {
  id: "unifonic",
  name: "Unifonic",
  documentation: [
    "https://docs.unifonic.com/reference/sms-api",
    "https://docs.unifonic.com/articles/api-documentation/http-status-codes",
    "https://docs.unifonic.com/docs/receiving-delivery-status-via-webhook",
  ],
  checked: "2026-11",
  blanks: [
    { name: "app_sid", example: "…" },
    { name: "sender", example: "MyBrand" },
  ],
  configuration: {
    method: "POST",
    url: "https://el.cloud.unifonic.com/rest/SMS/messages",
    headers: { accept: "application/json" },
    body: "AppSid=[[app_sid]]&SenderID=[[sender]]&Recipient={{number}}&Body={{text}}&responseType=JSON&CorrelationID={{message_id_digits}}&statusCallback={{report_url}}&async=false",
    success: { status: [200], body_pattern: '"success":\\s*"?true\\b' },
    answers: [
      ...either(code(410, 482), "recipient"),
      ...either(code(412, 449), "text"),
      ...either(code(429), "not_taken"),
      // "Request failed" does not say when.
      ...either(code(599), "unknown"),
    ],
    id_pattern: '"MessageID":\\s*"?(\\d+)',
    reports: { id: "provider_id", id_field: "MessageID", status_field: "DLR" },
  },
};
