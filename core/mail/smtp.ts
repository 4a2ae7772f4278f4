import { z } from "zod";
import { email } from "#core/access/user.ts";
import { wholeNumber } from "#core/input/digits.ts";
import { problem } from "#core/input/problem.ts";
import { line } from "#core/input/text.ts";
import { value } from "#core/input/value.ts";

/** TLS from the first byte, TLS by STARTTLS and no mail without it, or none, for a relay on the same machine. */
export const smtpSecurities = ["tls", "starttls", "none"] as const;
export type SmtpSecurity = (typeof smtpSecurities)[number];

const HOST = /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:]{2,45}$/;

const port = z
  .union([z.number(), z.string().transform((text) => wholeNumber(text) ?? Number.NaN)], {
    error: problem("port"),
  })
  .refine((n) => Number.isInteger(n) && n >= 1 && n <= 65_535, problem("port"));

/** Scheme and host by which people reach the dashboard, for the links in mails; empty where PUBLIC_URL says it. */
const dashboard = value("dashboard_url")
  .refine((text) => text === "" || isOrigin(text), problem("dashboard_url"))
  .transform((text) => (text === "" ? "" : new URL(text).origin));

function isOrigin(text: string): boolean {
  if (text.length > 300 || !URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === "/" && search + hash + username + password === "";
}

/** How mails are sent. The password is written and never read: empty keeps the one that is stored. */
export const smtp = z.object({
  host: value("smtp_host").refine((text) => HOST.test(text), problem("smtp_host")),
  port,
  security: z.enum(smtpSecurities, { error: problem("smtp_security") }),
  user: line(0, 200, "smtp_user").default(""),
  password: z
    .string({ error: problem("smtp_password") })
    .max(500, problem("smtp_password"))
    .default(""),
  from: email,
  /** Empty for the product's name. */
  fromName: line(0, 60, "smtp_from_name").default(""),
  url: dashboard.default(""),
});
export type SmtpInput = z.output<typeof smtp>;

/** A test goes to the admin's own address; the command line names one. */
export const smtpTest = z.object({ to: email.optional() });

/** What is stored, but for the password. */
export const storedSmtp = smtp.omit({ password: true }).extend({ sealed: z.string().nullable() });
export type StoredSmtp = z.output<typeof storedSmtp>;

/** What may be shown of it. */
export type SmtpView = Omit<StoredSmtp, "sealed"> & { hasPassword: boolean };

/**
 * Whether a stored password may be used with these values: one is for its server and its user alone, and never goes
 * over a connection that is less secure. Otherwise whoever may change the settings could have it sent elsewhere.
 */
export function mayKeepPassword(before: Omit<StoredSmtp, "sealed">, after: SmtpInput): boolean {
  return (
    before.host === after.host &&
    before.port === after.port &&
    before.security === after.security &&
    before.user === after.user
  );
}

/** What became of handing a mail to the server, in the server's words. */
export interface MailAnswer {
  outcome: "sent" | "refused" | "failed";
  /** What the server said, or why it could not be asked. */
  answer: string;
}
