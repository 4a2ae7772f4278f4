import { createTransport } from "nodemailer";
import type { MailAnswer } from "#core/mail/smtp.ts";
import type { SmtpConnection } from "./smtp.ts";

export interface Mail {
  to: string;
  fromName: string;
  subject: string;
  text: string;
  html: string;
  /** The same for every attempt, so that a mail that comes twice is recognised as one. */
  messageId: string;
}

export interface Delivered extends MailAnswer {
  /**
   * Whether another attempt may do better, and whether it is the server that fails rather than this mail: then others
   * need not be tried for now.
   */
  again: boolean;
  serverFails: boolean;
}

/** How long the server may take to greet, to say anything, and for all of it: some say a word now and then for hours. */
const LIMITS = { greetingMs: 10_000, silenceMs: 20_000, totalMs: 60_000 };
const ANSWER_LENGTH = 300;

/** Hands one mail to the server, on a connection of its own. Never throws. */
export async function deliver(
  connection: SmtpConnection,
  mail: Mail,
  { greetingMs, silenceMs, totalMs } = LIMITS,
): Promise<Delivered> {
  const { host, port, security, user, password, from } = connection;
  const transport = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user !== "" && { auth: { user, pass: password } }),
    connectionTimeout: greetingMs,
    greetingTimeout: greetingMs,
    socketTimeout: silenceMs,
    dnsTimeout: greetingMs,
    // A mail is made of texts alone: nothing in it may make the gateway read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { response } = await transport.sendMail({
      // As objects, whose parts cannot become further addresses.
      from: { name: mail.fromName, address: from },
      to: { name: "", address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: mail.messageId,
      headers: { "auto-submitted": "auto-generated", "x-auto-response-suppress": "All" },
      signal: AbortSignal.timeout(totalMs),
    });
    return { outcome: "sent", answer: said(response), again: false, serverFails: false };
  } catch (error) {
    return failureOf(error);
  } finally {
    transport.close();
  }
}

/** Codes of errors that are about this mail; all others are about the server or the way to it. */
const OF_THE_MAIL = new Set(["EENVELOPE", "EMESSAGE"]);

function failureOf(error: unknown): Delivered {
  const { code, command, responseCode, response, message } = error as {
    code?: string;
    command?: string;
    responseCode?: number;
    response?: string;
    message?: string;
  };
  const answer = said(
    code === "EABORT" ? "The server took too long." : (response ?? message ?? String(error)),
  );
  // A sender whom the server does not take is a matter of the settings, and the same for every mail.
  const ofTheMail =
    code !== undefined && OF_THE_MAIL.has(code) && responseCode !== undefined && command !== "MAIL FROM";
  const permanent = ofTheMail && responseCode >= 500;
  return {
    outcome: ofTheMail ? "refused" : "failed",
    answer,
    again: !permanent,
    serverFails: !ofTheMail,
  };
}

/** One line of bounded length: a server may say anything. */
const said = (answer: string | undefined) =>
  (answer ?? "")
    .replaceAll(/[\p{Cc}\p{Cs}\p{Bidi_Control}]+/gu, " ")
    .trim()
    .slice(0, ANSWER_LENGTH);
