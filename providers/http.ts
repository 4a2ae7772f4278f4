import { Agent, errors, request } from "undici";
import { z } from "zod";
import { noAnswer } from "#core/message/timeline.ts";
import { fillIn, placeholders, unfitForPath } from "./http-template.ts";
import { places } from "./places.ts";
import type { Delivery, Outcome, Provider } from "./provider.ts";
import { callbackReader } from "./reports/callback.ts";
import { callbackConfig } from "./reports/callback-config.ts";
import { carrierId } from "./reports/carrier-id.ts";

/** More of an answer than this is not read: it is only matched and quoted. */
const ANSWER_BYTES = 64 * 1024;

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

/** One text for both languages, or one for each: an operator may want another encoding for Arabic. */
const perLanguage = z.union([text, z.strictObject({ arabic: text, english: text })]);
const textsOf = (value: z.output<typeof perLanguage>) =>
  typeof value === "string" ? [value] : Object.values(value);

const settings = z.strictObject({
  method: z.enum(["GET", "POST", "PUT"]).default("POST"),
  /** The host must be written out: a placeholder there would let a number choose where the code goes. */
  url: perLanguage
    .refine(
      (url) => textsOf(url).every((u) => /^https?:\/\/[^/{}?#]+(?:[/?]|$)/.test(u)),
      "must start with http:// or https:// and a host without placeholders",
    )
    .refine(
      (url) => textsOf(url).every((u) => unfitForPath(u).length === 0),
      "must not have {{code}} or {{text}} in its path; put them behind the ? or into the body",
    ),
  headers: z.record(z.string(), text).default({}),
  body: perLanguage.optional(),
  success: z
    .strictObject({
      status: z.array(z.int().min(100).max(599)).min(1).default([200, 201, 202]),
      /** Operators are known to answer 200 when they refuse: then this tells. */
      body_pattern: pattern.optional(),
    })
    .default({ status: [200, 201, 202] }),
  /** A status or text that says for certain that nothing was sent, beside 4xx and a success status without the success pattern. */
  rejection: z
    .strictObject({
      status: z.array(z.int().min(100).max(599)).default([]),
      body_pattern: pattern.optional(),
    })
    .default({ status: [] }),
  /** The first group is the provider's id for the message. */
  id_pattern: pattern.optional(),
  timeout_ms: z.int().min(100).max(120_000).default(15_000),
  /** Certificates in PEM to trust in place of the system's: pins a self-signed one. */
  ca: z.string().includes("-----BEGIN CERTIFICATE-----").optional(),
  /** Delivery reports, which the provider sends to the signed address that `gate provider list` shows. */
  reports: callbackConfig.optional(),
});

/** A report must be able to name its message. */
export const httpConfig = settings.superRefine(({ reports, id_pattern, url, body, headers }, context) => {
  const complain = (message: string) =>
    context.addIssue({ code: "custom", path: ["reports", "id"], message });
  if (reports?.id === "provider_id" && id_pattern === undefined) {
    complain("is provider_id, so id_pattern must say how to read the provider's id");
  }
  const filled = [...textsOf(url), ...(body === undefined ? [] : textsOf(body)), ...Object.values(headers)];
  if (
    reports?.id === "message_id" &&
    !filled.some((each) => placeholders(each).names.includes("message_id"))
  ) {
    complain("is message_id, so the request must carry {{message_id}} for the provider to send back");
  }
});

export type HttpConfig = z.output<typeof httpConfig>;

/** Failures that come before a byte of the request was written: nothing can have been sent. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "INVALID_CA",
  "UNABLE_TO_GET_ISSUER_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  // The request itself cannot be made: a filled-in address or header that is none.
  "UND_ERR_INVALID_ARG",
  "ERR_INVALID_URL",
]);

function judge(config: HttpConfig, status: number, answer: string): Outcome["kind"] {
  const matches = (source: string | undefined) =>
    source !== undefined && new RegExp(source, "u").test(answer);
  if (config.rejection.status.includes(status) || matches(config.rejection.body_pattern)) return "rejected";
  if (config.success.status.includes(status)) {
    return config.success.body_pattern === undefined || matches(config.success.body_pattern)
      ? "accepted"
      : "rejected";
  }
  // A 408 says that the request did not arrive whole; a 5xx may come from a gateway behind which it was sent.
  return status >= 400 && status < 500 ? "rejected" : "unknown";
}

/** At a time, to one provider. */
const CONNECTIONS = 128;

/** Delivers by one HTTP request as the configuration describes it. Redirects are not followed. */
export function httpProvider(config: HttpConfig): Provider {
  const agent = new Agent({
    // Of the time, half may go by at the gate. The rest is more than this, because undici heeds no signal while it connects.
    connect: { timeout: Math.min(config.timeout_ms / 3, 10_000), ...(config.ca ? { ca: config.ca } : {}) },
    connections: CONNECTIONS,
    // A kept connection that the other side just closed would leave the outcome unknown for nothing.
    keepAliveTimeout: 4_000,
  });
  // Ours and not the agent's queue: what waited there in vain would be unknown, though nothing was written.
  const gate = places(CONNECTIONS);
  let closed = false;
  const choose = (value: z.output<typeof perLanguage>, delivery: Delivery) =>
    typeof value === "string" ? value : delivery.language === 0 ? value.arabic : value.english;

  return {
    timeoutMs: config.timeout_ms,
    ...(config.reports ? { callbacks: callbackReader(config.reports) } : {}),
    async deliver(delivery) {
      const due = performance.now() + config.timeout_ms;
      if (!(await gate.take(config.timeout_ms / 2)))
        return { kind: "rejected", response: "Not reached (busy)" };
      try {
        if (closed) return { kind: "rejected", response: "Not reached (closed)" };
        return await ask(delivery, due - performance.now());
      } catch (error) {
        return failure(error);
      } finally {
        gate.leave();
      }
    },
    async close() {
      closed = true;
      await agent.destroy();
    },
  };

  /** @throws whatever kept it from being answered. */
  async function ask(delivery: Delivery, timeoutMs: number): Promise<Outcome> {
    const contentType =
      Object.entries(config.headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ??
      (config.body === undefined ? "" : "application/json");
    const headers: Record<string, string> = contentType ? { "content-type": contentType } : {};
    for (const [name, value] of Object.entries(config.headers)) {
      headers[name.toLowerCase()] = fillIn(value, delivery, "header");
    }
    const { statusCode, body } = await request(fillIn(choose(config.url, delivery), delivery, "url"), {
      method: config.method,
      headers,
      body:
        config.body === undefined
          ? null
          : fillIn(
              choose(config.body, delivery),
              delivery,
              contentType.includes("json")
                ? "json"
                : contentType.includes("xml")
                  ? "xml"
                  : contentType.includes("urlencoded")
                    ? "url"
                    : "plain",
            ),
      dispatcher: agent,
      signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
    });
    const answer = await readAnswer(body);
    const ref = carrierId((config.id_pattern && new RegExp(config.id_pattern, "u").exec(answer)?.[1]) || "");
    return {
      kind: judge(config, statusCode, answer),
      response: answer.trim() === "" ? `HTTP ${statusCode}` : answer.trim(),
      ...(ref ? { ref } : {}),
    };
  }
}

async function readAnswer(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    if (size >= ANSWER_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, ANSWER_BYTES).toString("utf8");
}

/** The error's code and nothing more: its message may quote the address, which may hold the code and a password. */
function failure(error: unknown): Outcome {
  const {
    code: own,
    name,
    cause,
  } = (error as { code?: unknown; name?: string; cause?: { code?: unknown } }) ?? {};
  // A time-out's is a number of old, which says nothing to anybody.
  const code = [own, cause?.code].find((each) => typeof each === "string") ?? name ?? "Error";
  if (NEVER_SENT.has(code as string) || error instanceof errors.ConnectTimeoutError) {
    return { kind: "rejected", response: `Not reached (${code})` };
  }
  return { kind: "unknown", response: noAnswer(`(${code})`) };
}
