import { GET as anyOther } from "#app/api/[...path]/route.ts";
import { GET as description } from "#app/api/openapi.json/route.ts";
import type { Route } from "#app/api/otp/answer.ts";
import { GET as balance } from "#app/api/otp/balance/route.ts";
import { GET as message } from "#app/api/otp/messages/[id]/route.ts";
import { POST as send } from "#app/api/otp/send/route.ts";
import { GET as collection } from "#app/api/postman.json/route.ts";
import { POST as reports } from "#app/api/reports/[address]/route.ts";

/** Paths under /api/ that Next serves itself: sign-in. */
const NEXT_OWN = /^\/api\/auth(?:\/|$)/;

/**
 * The handler of an API path, with or without a trailing slash; null for any other path. The handlers are those
 * exported by the route files.
 */
export function apiHandler(path: string): Route | null {
  if (!path.startsWith("/api/") && path !== "/api") return null;
  switch (path.endsWith("/") ? path.slice(0, -1) : path) {
    case "/api/otp/send":
      return send;
    case "/api/otp/balance":
      return balance;
    case "/api/openapi.json":
      return description;
    case "/api/postman.json":
      return collection;
    default:
      if (/^\/api\/reports\/[^/]+\/?$/.test(path)) return reports;
      if (/^\/api\/otp\/messages\/[^/]+\/?$/.test(path)) return message;
      return NEXT_OWN.test(path) ? null : anyOther;
  }
}
