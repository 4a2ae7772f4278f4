/** The fixed texts of the API's responses. Customers' apps compare some of them, so they must not change. */
export const details = {
  noCredit: "No active subscription or insufficient balance.",
  address: "IP not whitelisted.",
  suspended: "Account suspended.",
  /** In the wording of Django REST framework. */
  scope: "You do not have permission to perform this action.",
  notFound: "Not found.",
  keyReused: "This Idempotency-Key was used with another request body.",
  tooLarge: "Request body too large.",
  failed: "The message was refused by every provider and was not charged.",
  undelivered: "The message was not delivered and was not charged.",
  unknown: "No provider gave a definite answer: the message may still arrive. Do not send it again at once.",
  unavailable: "Service temporarily unavailable.",
  internal: "Internal server error.",
} as const;

export function methodNotAllowed(method: string): string {
  return `Method "${method}" not allowed.`;
}

/** In the wording of Django REST framework. */
export function throttled(seconds: number): string {
  return `Request was throttled. Expected available in ${seconds} second${seconds === 1 ? "" : "s"}.`;
}

/** Seconds that a 429 tells a client to wait (`Retry-After`). */
export const THROTTLED_S = 1;

/** Maximum length of an Idempotency-Key, in characters. */
export const KEY_LENGTH = 255;
export const KEY_INVALID = `Idempotency-Key must have 1 to ${KEY_LENGTH} characters.`;

export const INVALID_PHONE = "Enter a valid phone number in international format, for example 963911000000.";

/** Larger bodies are refused; a send needs a few hundred bytes. */
export const BODY_LIMIT = 16 * 1024;

/** The same limit for delivery reports, which carriers send in lists of up to a thousand. */
export const REPORT_BODY_LIMIT = 1024 * 1024;

/** Seconds that a 503 tells a client to wait before it repeats the request (`Retry-After`). */
export const RETRY_AFTER_S = 5;
