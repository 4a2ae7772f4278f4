import { z } from "zod";
import { proxyAddress } from "#providers/http/connection/proxy.ts";
import { certificateFingerprint, certificates } from "../certificates.ts";
import { type CommandStatusFate, FATES } from "./outcomes.ts";

/** An SMPP C-string; `max` does not include the terminating NUL. */
const ascii = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .regex(/^[\u0020-\u007e]*$/, "has a character that is not ASCII");

const settings = z.strictObject({
  host: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^\s/@]+$/, "is not the name or the address of a host"),
  port: z.int().min(1).max(65_535),
  system_id: ascii(1, 15),
  /** SMPP 3.4 allows 8 characters; many carriers issue longer ones. */
  password: ascii(0, 16),
  /** An alphanumeric sender, a number or a short code. */
  sender: ascii(1, 20),
  bind: z.enum(["transceiver", "transmitter_receiver"]).default("transceiver"),
  /** The number of sessions (or pairs of sessions) that the carrier allows and this gateway opens. */
  binds: z.int().min(1).max(16).default(1),
  /** The maximum number of unanswered submits per bind. */
  window: z.int().min(1).max(1_000).default(10),
  /** Parts per second over all binds; 0 means no limit. */
  per_second: z.number().min(0).max(10_000).default(0),
  /** The maximum wait for a place in a window. After it nothing has been sent, and the next provider is tried. */
  queue_ms: z.int().min(0).max(60_000).default(5_000),
  /** Time-out for the answer to a submit, and for a connection with its bind. */
  timeout_ms: z.int().min(100).max(120_000).default(10_000),
  enquire_link_ms: z.int().min(100).max(600_000).default(30_000),
  /** How long the carrier tries to deliver; 0 leaves it to the carrier. */
  validity_seconds: z.int().min(0).max(259_200).default(300),
  /** An HTTP proxy that sessions are tunnelled through. */
  proxy: proxyAddress.optional(),
  tls: z.boolean().default(false),
  /** The SHA-256 fingerprint of a certificate to be trusted regardless of its issuer. */
  certificate_sha256: certificateFingerprint.optional(),
  /** PEM certificates to trust instead of the system's. */
  ca: certificates.optional(),
  system_type: ascii(0, 12).default(""),
  /** The carrier's alphabet for data_coding 0. Texts that it cannot represent are sent as UCS-2. */
  encoding: z.enum(["gsm", "latin1", "ascii"]).default("gsm"),
  /** How the parts of a long text are marked. */
  long: z.enum(["udh16", "udh8", "sar", "payload"]).default("udh16"),
  /** The notation of message ids in answers, and in receipts. */
  id_response: z.enum(["text", "decimal", "hex"]).default("text"),
  id_receipt: z.enum(["text", "decimal", "hex"]).default("text"),
  /** Derived from the form of the sender if not given. */
  source_ton: z.int().min(0).max(6).optional(),
  source_npi: z.int().min(0).max(18).optional(),
  /** Whether delivery receipts are requested. */
  receipts: z.boolean().default(true),
  /** Whether a message counts as a receipt if only its text looks like one. Any phone could send such a text. */
  receipts_by_text: z.boolean().default(false),
  /** Meanings of command statuses, by number such as `0x0b`; they override those of `outcomes.ts`. */
  rejections: z
    .record(
      z.string().regex(/^0x[0-9a-f]{1,8}$/i, "is not a command status, such as 0x0b"),
      z.enum(FATES as [CommandStatusFate, ...CommandStatusFate[]]),
    )
    .default({}),
});

export const smppConfig = settings.superRefine((config, context) => {
  const complain = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (!isNumeric(config.sender) && config.sender.length > 11) {
    complain("sender", "is not a number and has more than 11 characters");
  }
  if (!config.tls) {
    for (const field of ["certificate_sha256", "ca"] as const) {
      if (config[field] !== undefined) complain(field, "needs tls");
    }
  }
  if ((config.id_response === "text") !== (config.id_receipt === "text")) {
    complain("id_receipt", "and id_response must both be text, or both be numbers");
  }
});

export type SmppConfig = z.output<typeof smppConfig>;

const isNumeric = (sender: string) => /^\+?\d+$/.test(sender);

/** A number with more digits is not a short code. */
const SHORT_CODE_DIGITS = 8;

/**
 * A sender as sent: TON and NPI by its form (5/0 alphanumeric, 3/0 short code, 1/1 international). Configured ones apply
 * to senders of the form of the configured sender.
 */
export function sourceOf(
  config: SmppConfig,
  given: string = config.sender,
): { ton: number; npi: number; address: string } {
  const address = isNumeric(given) ? given.replace("+", "") : given;
  const [ton, npi] = !isNumeric(given)
    ? [5, 0]
    : address.length <= SHORT_CODE_DIGITS && !given.startsWith("+")
      ? [3, 0]
      : [1, 1];
  if (isNumeric(given) !== isNumeric(config.sender)) return { ton, npi, address };
  return { ton: config.source_ton ?? ton, npi: config.source_npi ?? npi, address };
}
