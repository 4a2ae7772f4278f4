import type { ServerResponse } from "node:http";
import { type PageRefusal, writePageRefusal } from "#core/access/page-refusal.ts";
import { log } from "#runtime/log.ts";
import type { Origin } from "./client-address.ts";
import type { LimitedRequest } from "./limited-request.ts";

/** Where somebody is who has not signed in: an e-mail and a password are all that is sent there. */
const ENTRANCE = /^\/(?:api\/auth|sign-in|two-factor|invite)(?:\/|$)/;
const ENTRANCE_BODY = 16 * 1024;
/** The largest that a page sends is a logo, of 100 kB. Next has the same limit for server actions. */
const PAGE_BODY = 1024 * 1024;

interface Refusal {
  code: PageRefusal;
  status: number;
  /** For whoever reads the answer bare. */
  advice: string;
  /** The origin under which the gateway expects to be opened. */
  expected?: string;
}

/** Refuses a request of a page in words that its own code understands, and a person too. */
export function refusePage(res: ServerResponse, { code, status, advice, expected }: Refusal): void {
  const body = writePageRefusal(code, advice, expected);
  // The type is to the letter what Next's client looks for.
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
 * The host that Next is to find: the one of the page from which a change comes, if the gateway takes that for its
 * own name; null if it does not. This is Next's check against forged actions, made here, where it can be said what is
 * wrong, and where a scheme's own port may be named or not.
 */
export function hostOf({ method, headers }: LimitedRequest, { host }: Origin, path: string): string | null {
  const origin = headers.origin;
  // Signing in has a check of its own, and a page under another name can be looked at.
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
 * Keeps the body of a page's request within its limit. @returns why it is refused at once; one that does not say how
 * long it is, is refused when it has become too long.
 */
export function limitBody(req: LimitedRequest, res: ServerResponse, path: string): Refusal | null {
  const limit = ENTRANCE.test(path) ? ENTRANCE_BODY : PAGE_BODY;
  const tooLarge: Refusal = {
    code: "too_large",
    status: 413,
    advice: `At most ${limit} bytes are read here.`,
  };
  if (Number(req.headers["content-length"] ?? 0) > limit) return tooLarge;
  req.limitBody(limit, () => {
    res.shouldKeepAlive = false;
    // Whoever reads the body hears that it broke off.
    res.once("close", () => req.destroy());
    if (res.headersSent) res.destroy();
    else refusePage(res, tooLarge);
  });
  return null;
}
