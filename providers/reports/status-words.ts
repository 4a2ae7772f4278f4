/**
 * The words by which carriers call a message's final states, in any case. Each stands in the public documentation of at
 * least one of those named beside it; `docs/operations.md` says where, and which carriers need words of their own.
 *
 * A word is left out where carriers disagree on it or where it is not final: `sent`, `accepted`, `unknown`, Infobip's
 * DELIVERED_TO_OPERATOR, and all numbers (2 is "delivered" to SMPP and "failed" to Kannel).
 */
const DELIVERED_WORDS = [
  "delivrd", // SMPP 3.4 receipts, Jasmin, Vonage
  "delivered", // SMPP 5.0, Twilio, Vonage, Infobip, Unifonic, MessageBird, Plivo, Sinch
  "delivered_to_handset", // Infobip, 8x8
  "read", // Twilio, Plivo: of a message that was delivered
];

const FAILED_WORDS = [
  "undeliv", // SMPP 3.4 receipts, Jasmin, Vonage
  "undeliverable(_\\w+)?", // SMPP 5.0, Infobip (UNDELIVERABLE_NOT_DELIVERED, …), Unifonic, Vonage
  "undelivered", // Twilio, Plivo, Unifonic
  "not[ _-]?delivered", // seven
  "expired(_\\w+)?", // SMPP, Infobip (EXPIRED_EXPIRED, …), Vonage, MessageBird, Sinch
  "rejectd", // SMPP 3.4 receipts, Jasmin, Vonage
  "rejected(_\\w+)?", // SMPP 5.0, Infobip (REJECTED_NETWORK, …), Unifonic, Vonage, Plivo, Sinch
  "deleted", // SMPP, Vonage, Unifonic, Sinch
  "skipped", // SMPP 5.0, Unifonic
  "failed", // Twilio, Vonage, Plivo, Sinch, Unifonic
  "(delivery|sending)[ _-]?failed", // MessageBird, Bird
  "cancell?ed", // Twilio, Sinch, ClickSend
  "aborted", // Sinch
];

/** States in between. Only these are noted, since a text that nobody knows could hold a code. */
const INTERMEDIATE_WORDS = [
  "enroute", // SMPP 3.4 receipts
  "pending(_(accepted|enroute|waiting_delivery))?", // Infobip
  "accept(d|ed)", // SMPP 3.4 receipts, Vonage
  "buff(r|er)ed", // Vonage, Kannel
  "queued", // Twilio, Plivo, Unifonic
  "scheduled", // SMPP 5.0, Twilio
  "sending", // Twilio
  "sent", // Twilio, Plivo, Unifonic
  "sms:sent", // capcom6's SMS gateway
  "submitted", // Vonage
  "delivered_to_operator", // Infobip
  "unknown", // SMPP 3.4 receipts
];

const wholly = (words: string[]) => `^(?i:${words.join("|")})$`;

export const DEFAULT_DELIVERED = wholly(DELIVERED_WORDS);
export const DEFAULT_FAILED = wholly(FAILED_WORDS);

const INTERMEDIATE = new RegExp(wholly(INTERMEDIATE_WORDS), "u");

/** The word of a known state in between; null for any other text. */
export function intermediateWord(status: string): string | null {
  const trimmed = status.trim();
  return trimmed.length <= 40 && INTERMEDIATE.test(trimmed) ? trimmed.toUpperCase() : null;
}

/** Default patterns of earlier releases, which were stored with configurations and are replaced by today's. */
const EARLIER_DEFAULTS = new Map([
  ["^(DELIVRD|[Dd]elivered|DELIVERED)$", DEFAULT_DELIVERED],
  [
    "^(UNDELIV|EXPIRED|REJECTD|DELETED|[Ff]ailed|FAILED|[Uu]ndelivered|UNDELIVERED|[Rr]ejected|REJECTED|[Ee]xpired)$",
    DEFAULT_FAILED,
  ],
]);

/** A stored pattern, or today's default if it is a default of an earlier release. */
export function currentPattern(pattern: string): string {
  return EARLIER_DEFAULTS.get(pattern) ?? pattern;
}
