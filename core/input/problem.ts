import type { z } from "zod";
import { Refused } from "./refusal.ts";

/**
 * What can be wrong with an input, as a closed set of codes: the messages of all rules in the Zod schemas of core/. The
 * pages have translations in both languages; the command line uses the English texts below.
 */
export const problemTexts = {
  required: "is required",
  not_an_id: "must be a whole number above 0",
  name: "must be a text of 1 to 100 characters",
  label: "must be a text of at most 100 characters",
  contact_phone: "must be a phone number",
  phone: "must be a mobile number that messages are sent to",
  test_text: "must be a text of 1 to 500 characters",
  notes: "must be a text of at most 2000 characters",
  reason: "must be a text of 1 to 500 characters",
  plan: "must be a text of 1 to 60 characters",
  email: "must be an e-mail address, such as dev@example.com",
  role: "must be admin, support, owner, developer or read_only",
  account_required: "is required for a member of an account",
  account_not_wanted: "must not be given for the operator's own people",
  password: "must have 10 to 200 characters",
  quota: "must be a whole number from 1 to 2147483647",
  days: "must be a whole number from 1 to 3660",
  months: "must be a whole number from 1 to 120",
  days_or_months: "cannot be given together with days",
  starts: "must be today or a later day, such as 2026-12-01 or 2026-12-01T08:30",
  renewal: "must be off, lapse or carry",
  period:
    "must be month, last-month, 30d, 90d, year, a month such as 2026-10, or days such as 2026-10-05..2026-10-20",
  unit: "must be message or segment",
  body_missing: "or a text in the other language is required",
  blank: "must not be blank",
  too_long: "must have at most 1000 characters",
  code_missing: "must contain {code}",
  code_repeated: "must contain {code} only once",
  other_braces: "must hold nothing in braces but {code}",
  control_character: "must not contain control characters",
  invisible_character:
    "must not contain invisible characters, such as those that turn the direction of writing",
  lone_surrogate: "must be well-formed Unicode",
  expiry: "must be a time in the future",
  token_access: "must be full, send or read",
  templates: "must list at most 100 templates",
  grace: "must be none, 1h or 24h",
  range: "must be an IPv4 or IPv6 address or CIDR range, such as 203.0.113.7 or 203.0.113.0/24",
  switch: "must be on or off",
  provider_name: "must be 1 to 50 letters, digits, dots, dashes or underscores",
  position: "must be a place in the list: 1 is the first",
  provider_kind: "must be sandbox, http, smpp, syriatel or mtn_syria",
  provider_preset: "must be kannel, jasmin, sms_gate, twilio, vonage, infobip or unifonic",
  provider_blanks: "must be the preset's blanks with their values",
  language: "must be en or ar",
  prefix: "must be 1 to 15 digits in international form, such as 96393",
  prefixes: "must list 1 to 200 prefixes, such as 96393,96398",
  prefix_twice: "must name each prefix once",
  operator_name: "must be a text of 1 to 60 characters",
  route_providers: "must list 1 to 50 providers in the order in which they are tried",
  provider_twice: "must name each provider once",
  sender: "must be 1 to 11 Latin letters and digits, or a number of at most 15 digits",
  sender_state: "must be requested or registered",
  approval_state: "must be not_submitted, submitted, accepted or refused",
  approved_as: "must be text or template",
  template_code: "must be a text of 1 to 100 characters",
  only_accepted: "is only for a text that the operator has accepted",
  only_refused: "is only for a text that the operator has refused",
  wrong_password: "is not the present password",
  code: "must be six digits of the authenticator app, or a recovery code",
  limit: "must be a whole number from 1 to 1000",
  note: "must be a text of at most 500 characters",
  form_key: "must be 1 to 100 visible ASCII characters without spaces",
  price: "must be a text of at most 60 characters",
  quota_total: "would make more credits than 2147483647",
  product_name: "must have at most 40 characters, and none of { } < >",
  contact_text: "must be a text of at most 200 characters",
  link: "must be an address that begins with https://, http://, mailto: or tel:",
  countries: "must list at least one ISO country code, such as SY",
  retention: "must be a whole number of days from 7 to 3660, or nothing to keep for ever",
  time_zone: "must be the name of a time zone, such as Asia/Damascus",
  port: "must be a port from 1 to 65535",
  smtp_host: "must be the name or address of a mail server, such as smtp.example.com",
  smtp_security: "must be tls, starttls or none",
  smtp_user: "must be a text of at most 200 characters",
  smtp_password: "must be a text of at most 500 characters",
  smtp_password_again: "must be given again, because the server, its security or the user has changed",
  smtp_from_name: "must be a text of at most 60 characters",
  dashboard_url: "must be the dashboard's address without a path, such as https://otp.example.com",
  notice_kind: "must be kinds of notices",
  request_sought: "must be the id of a request, a mobile number or an IP address",
  request_statuses: "must list statuses of the API, such as 400,402, or be refused",
  logo_size: "must have at most 100 kB",
  logo_kind: "must be a PNG or SVG file",
  logo_active: "must be a drawing without scripts, addresses of other servers or entities",
} as const;

export type Problem = keyof typeof problemTexts;

/** Names a problem as the message of a Zod rule; a misspelt code does not compile. */
export function problem(code: Problem): Problem {
  return code;
}

/** The English text of a problem. A message of the library itself, which has no code, is returned as it is. */
export function problemText(code: string): string {
  return code in problemTexts ? problemTexts[code as Problem] : code;
}

/**
 * The input as its schema returns it, trimmed and with defaults.
 * @throws {Refused} `invalid_input`, with the problems of all fields at once.
 */
export function checked<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.map((issue) => [issue.path.join(".") || "input", issue.message] as const),
  );
}

/** For problems with a field that only the database can detect. */
export function invalid(found: readonly (readonly [field: string, problem: string])[]): Refused {
  const fields: Record<string, string[]> = {};
  for (const [field, code] of found) {
    fields[field] ??= [];
    if (!fields[field].includes(code)) fields[field].push(code);
  }
  const problems = Object.entries(fields)
    .map(([field, codes]) => `${field} ${codes.map(problemText).join(" and ")}`)
    .join("; ");
  return new Refused("invalid_input", { problems }, fields);
}
