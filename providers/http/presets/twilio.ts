import type { Preset } from "./preset.ts";

/** The code of an error in an answer. */
const code = (...codes: number[]) => `"code":\\s*(${codes.join("|")})\\b`;

export const twilio: Preset = {
  id: "twilio",
  name: "Twilio",
  documentation: [
    "https://www.twilio.com/docs/messaging/api/message-resource",
    "https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks",
    "https://www.twilio.com/docs/api/errors",
  ],
  checked: "2026-11",
  blanks: [
    { name: "account_sid", example: "AC…" },
    { name: "auth_token", example: "…" },
    { name: "sender", example: "MyBrand" },
  ],
  configuration: {
    method: "POST",
    url: "https://api.twilio.com/2010-04-01/Accounts/[[account_sid]]/Messages.json",
    headers: { authorization: "[[basic account_sid auth_token]]" },
    body: "To=%2B{{number}}&From=[[sender]]&Body={{text}}&ValidityPeriod={{validity_seconds}}&StatusCallback={{report_url}}",
    success: { status: [201] },
    id_pattern: '"sid":\\s*"((?:SM|MM)[0-9a-fA-F]{32})"',
    answers: [
      // Not a phone's number; not a mobile one.
      { status: ["4xx"], body_pattern: code(21211, 21614), means: "recipient" },
      { status: ["4xx"], body_pattern: code(21617), means: "text" },
      { status: ["4xx"], body_pattern: code(14107, 20429, 21611), means: "not_taken" },
    ],
    reports: { id: "provider_id", id_field: "MessageSid", status_field: "MessageStatus" },
  },
};
