import { z } from "zod";
import { certificateFingerprint, certificates } from "../certificates.ts";
import { callbackConfig } from "../reports/callback-config.ts";
import { placeholders } from "./placeholders.ts";
import { proxyAddress } from "./proxy.ts";
import { type BodyTemplate, bodyTemplate, headerTemplate, type Template, urlTemplate } from "./template.ts";

const pattern = z.string().refine(
  (source) => {
    try {
      return new RegExp(source, "u") !== null;
    } catch {
      return false;
    }
  },
  { error: "is not a regular expression" },
);

const text = z.string().superRefine((value, context) => {
  for (const name of placeholders(value).unknown) {
    context.addIssue({ code: "custom", message: `has an unknown placeholder {{${name}}}` });
  }
});

/** One text for both languages, or one for each, because a carrier may want another encoding for Arabic. */
const perLanguage = z.union([text, z.strictObject({ arabic: text, english: text })], {
  error: 'must be a text, or {"arabic": …, "english": …}',
});
type PerLanguage = z.output<typeof perLanguage>;

/** RFC 9110: the name of a header is a token. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** Headers that belong to the connection, or follow from the body. */
const OWN_HEADERS = new Set([
  "content-length",
  "transfer-encoding",
  "keep-alive",
  "upgrade",
  "expect",
  "te",
  "trailer",
]);

const headers = z.record(z.string(), text).superRefine((all, context) => {
  for (const [name, value] of Object.entries(all)) {
    const lower = name.toLowerCase();
    const complain = (message: string) => context.addIssue({ code: "custom", path: [name], message });
    if (!HEADER_NAME.test(name)) complain("is not the name of a header");
    else if (OWN_HEADERS.has(lower)) complain("is set by the gateway itself");
    else if (/[\r\n\0]/.test(value)) complain("has a line break");
    else if (/[^\t\u0020-\u007e]/.test(value)) complain("has a character that is not ASCII");
    else if (lower === "host" && (placeholders(value).names.length > 0 || hostOf(value) === undefined)) {
      complain("is not the name of a host");
    } else if (lower === "connection" && !/^\s*(close|keep-alive)\s*$/i.test(value)) {
      complain("must be close or keep-alive");
    }
  }
});

function hostOf(authority: string): string | undefined {
  const url = `https://${authority}/`;
  return URL.canParse(url) && !/[/?#@\s]/.test(authority) ? new URL(url).hostname : undefined;
}

const status = z.int().min(100).max(599);

const settings = z.strictObject({
  method: z.enum(["GET", "POST", "PUT"]).default("POST"),
  url: perLanguage,
  headers: headers.default({}),
  body: perLanguage.optional(),
  /** Accepts a body that is neither JSON nor XML nor a form, and inserts values unescaped. */
  body_format: z.literal("plain", { error: 'can only be "plain"' }).optional(),
  success: z
    .strictObject({
      status: z.array(status).min(1).default([200, 201, 202]),
      /** Some carriers answer 200 even when they refuse; then this pattern identifies success. */
      body_pattern: pattern.optional(),
    })
    .default({ status: [200, 201, 202] }),
  /**
   * A status or text that means for certain that nothing was sent, in addition to 4xx and a success status without the
   * success pattern.
   */
  rejection: z
    .strictObject({ status: z.array(status).default([]), body_pattern: pattern.optional() })
    .default({ status: [] }),
  /** The first group is the provider's id for the message. */
  id_pattern: pattern.optional(),
  timeout_ms: z.int().min(100).max(120_000).default(15_000),
  /** PEM certificates to trust instead of the system's, for example a self-signed one. */
  ca: certificates.optional(),
  /** Trusts the certificate of this fingerprint and no other, whoever issued it. */
  certificate_sha256: certificateFingerprint.optional(),
  /** An HTTP proxy through which it is reached. */
  proxy: proxyAddress.optional(),
  /** Delivery reports, which the provider sends to the signed address that `gate provider list` shows. */
  reports: callbackConfig.optional(),
});

type Settings = z.output<typeof settings>;

/** Refuses everything by which a request could fail, or carry more than it should, before anything is sent. */
export const httpConfig = settings.superRefine((config, context) => {
  const complain = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  const texts = [...textsOf("url", config.url), ...textsOf("body", config.body)];
  const values = [...texts.map(([, value]) => value), ...Object.values(config.headers)];
  // Already reported for the field itself.
  if (values.some((value) => placeholders(value).unknown.length > 0)) return;

  if (
    config.certificate_sha256 !== undefined &&
    !textsOf("url", config.url).every(([, url]) => /^https:/i.test(url))
  ) {
    complain(["certificate_sha256"], "needs https: in url");
  }
  for (const [path, url] of textsOf("url", config.url)) {
    const why = unusableUrl(url);
    for (const problem of why ? [why] : urlTemplate(url).problems) complain(path, problem);
  }
  for (const [name, value] of Object.entries(config.headers)) {
    for (const problem of headerTemplate(value).problems) complain(["headers", name], problem);
  }
  const bodies = textsOf("body", config.body).map(
    ([path, body]) => [path, bodyTemplate(body, bodyGiven(config))] as const,
  );
  for (const [path, { problems }] of bodies) {
    for (const problem of problems) complain(path, problem);
  }
  if (config.body_format === "plain" && bodies.every(([, { format }]) => format !== "plain")) {
    const is = bodies[0]?.[1].format;
    complain(["body_format"], is ? `cannot be plain, as the body is ${NAMES[is]}` : "needs a body");
  }

  // A report must be able to name its message.
  const { reports } = config;
  if (reports?.id === "provider_id" && config.id_pattern === undefined) {
    complain(["reports", "id"], "is provider_id, so id_pattern must say how to read the provider's id");
  }
  if (
    reports?.id === "message_id" &&
    !values.some((value) => placeholders(value).names.some((name) => name.startsWith("message_id")))
  ) {
    complain(
      ["reports", "id"],
      "is message_id, so the request must carry {{message_id}} for the provider to send back",
    );
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
  const headers = settings.safeParse(stored).data?.headers;
  if (headers && /^\s*text\/plain\b/i.test(contentTypeOf({ headers }) ?? "")) {
    const plain = httpConfig.safeParse({ ...(stored as object), body_format: "plain" });
    if (plain.success) return plain.data;
  }
  for (const { path, message } of result.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

const NAMES: Record<BodyTemplate["format"], string> = {
  json: "JSON",
  xml: "XML",
  form: "a form",
  plain: "a plain text",
};

/** Each text with the path of its field. */
function textsOf(field: string, value: PerLanguage | undefined): [path: string[], text: string][] {
  if (value === undefined) return [];
  if (typeof value === "string") return [[[field], value]];
  return Object.entries(value).map(([language, each]) => [[field, language], each]);
}

/** The host must be literal: a placeholder there would let a phone number choose where the code is sent. */
function unusableUrl(url: string): string | undefined {
  if (!/^https?:\/\/[^/{}?#]+(?:[/?#]|$)/i.test(url)) {
    return "must start with http:// or https:// and a host without placeholders";
  }
  if (/[\s\p{Cc}]/u.test(url.replace(/[?#].*$/s, "")) || /[\r\n\t]/.test(url))
    return "has a blank or a line break";
  if (!URL.canParse(url)) return "is not an address: its host or its port cannot be used";
  return undefined;
}

const contentTypeOf = (config: Pick<Settings, "headers">) =>
  Object.entries(config.headers).findLast(([name]) => name.toLowerCase() === "content-type")?.[1];

const bodyGiven = (config: Settings) => ({
  plain: config.body_format === "plain",
  form: /urlencoded/i.test(contentTypeOf(config) ?? ""),
});

const CONTENT_TYPES: Record<BodyTemplate["format"], string> = {
  json: "application/json",
  xml: "application/xml",
  form: "application/x-www-form-urlencoded",
  plain: "text/plain; charset=utf-8",
};

/** The templates from which one language's requests are made. */
export interface RequestTemplate {
  url: Template;
  /** With names in lower case. */
  headers: [name: string, value: Template][];
  body: BodyTemplate | undefined;
}

/** @param config as returned by `httpConfig`. */
export function requestTemplates(config: HttpConfig): Record<"arabic" | "english", RequestTemplate> {
  const of = (language: "arabic" | "english"): RequestTemplate => {
    const choose = (value: PerLanguage) => (typeof value === "string" ? value : value[language]);
    const body = config.body === undefined ? undefined : bodyTemplate(choose(config.body), bodyGiven(config));
    const all = new Map<string, string>();
    if (body) all.set("content-type", CONTENT_TYPES[body.format]);
    const credentials = basicCredentials(choose(config.url));
    if (credentials) all.set("authorization", credentials);
    for (const [name, value] of Object.entries(config.headers)) all.set(name.toLowerCase(), value);
    return {
      url: urlTemplate(choose(config.url)),
      headers: [...all].map(([name, value]) => [name, headerTemplate(value)]),
      body,
    };
  };
  return { arabic: of("arabic"), english: of("english") };
}

/**
 * `https://user:password@host/` means HTTP Basic authentication, which the client does not derive from the URL by
 * itself.
 */
function basicCredentials(url: string): string | undefined {
  const { username, password } = new URL(url);
  if (username === "" && password === "") return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}
