import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import type { Origin } from "./client-address.ts";
import { pagePolicy, stampRequest } from "./headers.ts";

const origin: Origin = { address: "203.0.113.9", proxied: false, host: "gate.example", protocol: "http" };

/** As Node hands it over: names as sent in `rawHeaders`, in lower case and joined in `headers`. */
function request(rawHeaders: string[]): IncomingMessage {
  const headers: Record<string, string> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    headers[name] = name in headers ? `${headers[name]}, ${rawHeaders[i + 1]}` : rawHeaders[i + 1]!;
  }
  return { headers, rawHeaders } as unknown as IncomingMessage;
}

const rawOf = (req: IncomingMessage, name: string) =>
  req.rawHeaders.flatMap((each, i) =>
    i % 2 === 0 && each.toLowerCase() === name ? [req.rawHeaders[i + 1]] : [],
  );

describe("stamping", () => {
  const forged = [
    "X-Client-Address",
    "x-client-address",
    "X-FORWARDED-FOR",
    "x-forwarded-for",
    "X-Real-IP",
    "Forwarded",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Port",
    "CF-Connecting-IP",
    "True-Client-IP",
    "X-Request-Id",
    "X-Asked-Path",
    "X-Asked-Query",
    "X-Middleware-Subrequest",
    "Content-Security-Policy",
  ];

  test("no forged header survives in either form, repeated or in any case", () => {
    const req = request(forged.flatMap((name) => [name, "FORGED", "Accept", "application/json"]));
    stampRequest(req, origin);
    expect(JSON.stringify([req.headers, req.rawHeaders])).not.toContain("FORGED");
    expect(req.headers.accept).toContain("application/json");
  });

  test("the server's own values are present once, the same in both forms", () => {
    const req = request(forged.flatMap((name) => [name, "FORGED"]));
    const id = stampRequest(req, origin, { "content-security-policy": "default-src 'none'" });
    const known = {
      "x-client-address": "203.0.113.9",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "gate.example",
      "x-forwarded-proto": "http",
      "x-request-id": id,
      "content-security-policy": "default-src 'none'",
    };
    expect(req.headers).toEqual(known);
    for (const [name, value] of Object.entries(known)) expect(rawOf(req, name)).toEqual([value]);
  });

  test("an unknown address is empty, not the client's claim", () => {
    const req = request(["X-Client-Address", "127.0.0.1"]);
    stampRequest(req, { ...origin, address: null });
    expect([req.headers["x-client-address"], rawOf(req, "x-client-address")]).toEqual(["", [""]]);
  });

  test("two requests never have the same id", () => {
    const ids = Array.from({ length: 100 }, () => stampRequest(request([]), origin));
    expect(new Set(ids).size).toBe(100);
  });
});

test("every page has its own nonce, and no script without it", () => {
  const nonceOf = (policy: string) => /script-src [^;]*'nonce-([^']+)'/.exec(policy)?.[1];
  const [one, other] = [pagePolicy(false), pagePolicy(false)];
  expect(Buffer.from(nonceOf(one)!, "base64")).toHaveLength(16);
  expect(nonceOf(one)).not.toBe(nonceOf(other));
  expect(/script-src [^;]*/.exec(one)?.[0]).not.toMatch(/unsafe/);
});
