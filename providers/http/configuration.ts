import { z } from "zod";
import { certificateFingerprint, certificates } from "../certificates.ts";
import { callbackConfig } from "../reports/callback-config.ts";
import { answerFields, pattern } from "./answer/answer-config.ts";
import { pollConfig } from "./answer/poll-config.ts";
import { proxyAddress } from "./connection/proxy.ts";
import { paceFields } from "./pace-config.ts";
import { headers, perVariant, textsOf } from "./request/fields.ts";
import { placeholders } from "./request/placeholders.ts";
import { contentTypeOf, requestProblems } from "./request/request-template.ts";

const settings = z.strictObject({
  method: z.enum(["GET", "POST", "PUT"]).default("POST"),
  url: perVariant,
  headers: headers.default({}),
  body: perVariant.optional(),
  /** Accepts a body that is neither JSON nor XML nor a form, and inserts values unescaped. */
  body_format: z.literal("plain", { error: 'can only be "plain"' }).optional(),
  ...answerFields,
  /** The first group is the provider's id for the message. */
  id_pattern: pattern.optional(),
  /** For a place among the requests in progress, a connection and the answer. */
  timeout_ms: z.int().min(100).max(120_000).default(15_000),
  ...paceFields,
  /** PEM certificates to trust instead of the system's, for example a self-signed one. */
  ca: certificates.optional(),
  /** Trusts the certificate of this fingerprint and no other, whoever issued it. */
  certificate_sha256: certificateFingerprint.optional(),
  /** An HTTP proxy through which it is reached. */
  proxy: proxyAddress.optional(),
  /** Delivery reports, which the provider sends to the signed address that `gate provider list` shows. */
  reports: callbackConfig.optional(),
  /** Asks for the status of each message, where the provider does not report. */
  poll: pollConfig.optional(),
});

/** Refuses everything by which a request could fail, or carry more than it should, before anything is sent. */
export const httpConfig = settings.superRefine((config, context) => {
  const complain = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  const texts = [...textsOf("url", config.url), ...textsOf("body", config.body)];
  const used = [...texts.map(([, value]) => value), ...Object.values(config.headers)].map((value) =>
    placeholders(value),
  );
  // Already reported for the field itself.
  if (used.some(({ unknown }) => unknown.length > 0)) return;
  const names = new Set(used.flatMap((each) => each.names));

  const isSecure = textsOf("url", config.url).every(([, url]) => /^https:/i.test(url));
  if (config.certificate_sha256 !== undefined && !isSecure) {
    complain(["certificate_sha256"], "needs https: in url");
  }
  for (const { path, message } of requestProblems(config)) complain(path, message);

  // A report must be able to name its message.
  const { reports } = config;
  if (reports?.id === "provider_id" && config.id_pattern === undefined) {
    complain(["reports", "id"], "is provider_id, so id_pattern must say how to read the provider's id");
  }
  if (reports?.id === "message_id" && !names.has("message_id") && !names.has("message_id_digits")) {
    complain(
      ["reports", "id"],
      "is message_id, so the request must carry {{message_id}} for the provider to send back",
    );
  }
  if (config.poll?.url.includes("provider_id") && config.id_pattern === undefined) {
    complain(["poll", "url"], "has {{provider_id}}, so id_pattern must say how to read the provider's id");
  }
  if (!reports && names.has("report_url")) {
    complain(["reports"], "is needed, as the request carries {{report_url}}");
  }
});

export type HttpConfig = z.output<typeof httpConfig>;

/**
 * A stored configuration. One from before `body_format` existed that sends plain text with a matching content type
 * continues to work; a new one must state it.
 */
export const storedHttpConfig = z.unknown().transform((stored, context): HttpConfig => {
  const result = httpConfig.safeParse(stored);
  if (result.success) return result.data;
  const given = settings.safeParse(stored).data?.headers;
  if (given && /^\s*text\/plain\b/i.test(contentTypeOf(given) ?? "")) {
    const plain = httpConfig.safeParse({ ...(stored as object), body_format: "plain" });
    if (plain.success) return plain.data;
  }
  for (const { path, message } of result.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});
