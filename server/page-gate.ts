import type { ServerResponse } from "node:http";
import { type PageRefusal, writePageRefusal } from "#core/access/page-refusal.ts";
import { log } from "#runtime/log.ts";
import type { Origin } from "./client-address.ts";
import type { LimitedRequest } from "./limited-request.ts";

/** Pages used before signing in: nothing larger than an e-mail and a password is sent to them. */
const SIGN_IN_PATH = /^\/(?:api\/auth|sign-in|two-factor|invite)(?:\/|$)/;
const SIGN_IN_BODY = 16 * 1024;
/** The largest upload of a page is a logo, of 100 kB. Next has the same limit for server actions. */
const PAGE_BODY = 1024 * 1024;

interface Refusal {
  code: PageRefusal;
  status: number;
  /** For people who see the plain text of the response. */
  advice: string;
  /** The origin under which the gateway expects to be opened. */
  expected?: string;
}

/** Refuses a page request in a form that the page's own code understands, and that people can read. */
export function refusePage(res: ServerResponse, { code, status, advice, expected }: Refusal): void {
  const body = writePageRefusal(code, advice, expected);
  // The content type is exactly the one that Next's client looks for.
  res.writeHead(status, {
    "content-type": "text/plain",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
  });
  res.end(body);
}

export const STOPPING: Refusal = {
  code: "stopping",
  status: 503,
  advice: "The gateway is being stopped: nothing was changed.",
};

/**
 * The host that Next should see. For a change, that is the host of the page it comes from, if it is one of the
 * gateway's own names; otherwise null. This is Next's check against forged server actions, made here so that the error
 * can be explained, and so that the scheme's default port may be given or not.
 */
export function hostOf({ method, headers }: LimitedRequest, { host }: Origin, path: string): string | null {
  const origin = headers.origin;
  // Sign-in has its own check, and reading a page under another name is harmless.
  if (method === "GET" || method === "HEAD" || origin === undefined || path.startsWith("/api/auth/"))
    return host;
  const from = URL.parse(origin);
  return from && URL.parse(`${from.protocol}//${host}`)?.host === from.host ? from.host : null;
}

export function wrongHost({ headers }: LimitedRequest, { protocol, host }: Origin): Refusal {
  const expected = `${protocol}://${host}`;
  log().warn(
    { expected, origin: headers.origin?.slice(0, 200) },
    "a change from another address was refused",
  );
  return {
    code: "wrong_host",
    status: 403,
    advice: `The gateway expects to be opened at ${expected}. If that is not its address, correct PUBLIC_URL, or the Host and X-Forwarded-Host that the reverse proxy sends.`,
    expected,
  };
}

/**
 * Whether this is a form that belongs to no action. Next would look for an action in it, as for browsers without
 * JavaScript, and fail if it is malformed; the dashboards' forms always name theirs in a header.
 */
export function isStrayForm({ method, headers }: LimitedRequest): boolean {
  return (
    method === "POST" &&
    !("next-action" in headers) &&
    /^multipart\//i.test(headers["content-type"]?.trim() ?? "")
  );
}

/**
 * Keeps the body of a page request within its limit.
 * @returns why it is refused at once; a request without a Content-Length is refused when its body has become too long.
 */
export function limitBody(req: LimitedRequest, res: ServerResponse, path: string): Refusal | null {
  const limit = SIGN_IN_PATH.test(path) ? SIGN_IN_BODY : PAGE_BODY;
  const tooLarge: Refusal = {
    code: "too_large",
    status: 413,
    advice: `At most ${limit} bytes are read here.`,
  };
  if (Number(req.headers["content-length"] ?? 0) > limit) return tooLarge;
  req.limitBody(limit, () => {
    res.shouldKeepAlive = false;
    // Makes the reader of the body see that it was cut off.
    res.once("close", () => req.destroy());
    if (res.headersSent) res.destroy();
    else refusePage(res, tooLarge);
  });
  return null;
}
