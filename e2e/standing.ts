import { expect } from "@playwright/test";
import type { Answer } from "./api.ts";
import type { Gateway } from "./gateway.ts";

/** What a send changes: how many messages an account has, and what it has used. */
export interface Standing {
  messages: number;
  used: number;
}

export async function standingOf(gateway: Gateway, account: { id: number }): Promise<Standing> {
  const sql = await gateway.sql();
  const [row] = await sql<[Standing]>`
    select (select count(*)::int from messages where account_id = ${account.id}) as messages,
      (select coalesce(sum(used), 0)::int from subscriptions where account_id = ${account.id}) as used`;
  return row;
}

/** The headers that every answer of the API carries, whatever its status. */
export function expectApiHeaders({ headers }: Pick<Answer, "headers">): void {
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-frame-options")).toBe("DENY");
  expect(headers.get("referrer-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get("cache-control")).toBe("no-store");
  // Only behind TLS, and nobody needs to know what runs here.
  for (const name of ["strict-transport-security", "server", "x-powered-by", "access-control-allow-origin"]) {
    expect(headers.get(name), name).toBeNull();
  }
}
