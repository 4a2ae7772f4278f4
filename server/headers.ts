import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { requestIdOf } from "#core/requests/request-id.ts";
import type { Origin } from "./client-address.ts";

/** A response, or an object that collects one. */
interface Headed {
  setHeader(name: string, value: string): unknown;
}

/** Headers by which proxies describe the client. */
const FORWARDING = [
  "forwarded",
  "x-client-address",
  "x-real-ip",
  "x-client-ip",
  "cf-connecting-ip",
  "true-client-ip",
  "x-cluster-client-ip",
  "x-original-forwarded-for",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
];

/**
 * Headers by which a client could pretend to be another, or to have passed a check. They are removed from every
 * request.
 */
const CLIENT_CLAIMS = new Set([
  ...FORWARDING,
  "x-request-id",
  "x-asked-path",
  "x-asked-query",
  "x-middleware-subrequest",
  "content-security-policy",
  "content-security-policy-report-only",
]);

export function newRequestId(): string {
  return requestIdOf(Date.now(), randomUUID());
}

/**
 * Replaces what the client claims about itself by what the server knows, in both forms in which Node keeps headers,
 * since Next may read either.
 */
export function stampRequest(
  req: IncomingMessage,
  origin: Origin,
  extra: Record<string, string> = {},
): string {
  const requestId = newRequestId();
  const known: Record<string, string> = {
    "x-client-address": origin.address ?? "",
    "x-forwarded-for": origin.address ?? "",
    "x-forwarded-host": origin.host,
    "x-forwarded-proto": origin.protocol,
    "x-request-id": requestId,
    ...extra,
  };
  const { headers, rawHeaders } = req;
  const kept: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    const lower = name.toLowerCase();
    if (CLIENT_CLAIMS.has(lower)) delete headers[lower];
    else kept.push(name, rawHeaders[i + 1]!);
  }
  for (const [name, value] of Object.entries(known)) {
    headers[name] = value;
    kept.push(name, value);
  }
  req.rawHeaders = kept;
  return requestId;
}

/** Sets the headers that every response carries. */
export function secureAnswer(res: Headed, requestId: string, origin: Origin): void {
  res.setHeader("X-Request-Id", requestId);
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("X-Frame-Options", "DENY");
  res.setHeader("Referrer-Policy", "same-origin");
  res.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  if (origin.protocol === "https") {
    res.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  }
}

/** The Content-Security-Policy of an API response: nothing may be loaded. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * The policy of the operator's logo: whatever the file contains, it may only be drawn; it may run, load and frame
 * nothing. Set here because Next keeps a header that is set already.
 */
export const LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** The Content-Security-Policy of a page. Next finds the nonce in the request header of the same name. */
export function pagePolicy(dev: boolean): string {
  const nonce = randomBytes(16).toString("base64");
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // React Aria and charts set style attributes; style elements need the nonce.
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
