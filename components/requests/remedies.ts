import type { RefusalCheck } from "#core/customer/refused-request.ts";
import type { RequestError } from "#core/requests/request-error.ts";

export type Side = "developer" | "admin";

type Page = "tokens" | "whitelist" | "subscription" | "docs";

const pages: Partial<Record<RequestError | RefusalCheck, Page>> = {
  token: "tokens",
  scope: "tokens",
  address: "whitelist",
  quota: "subscription",
  request: "docs",
  invalid: "docs",
  unreadable: "docs",
  media_type: "docs",
  too_large: "docs",
  method: "docs",
  key_reused: "docs",
};

const developerPages: Record<Page, string> = {
  tokens: "/tokens",
  whitelist: "/whitelist",
  subscription: "/subscription",
  docs: "/docs#errors",
};

/** The page on which the cause can be mended; null where there is none. */
export function remedyOf(
  error: RequestError | RefusalCheck,
  side: Side,
  accountId: number,
): { name: Page; href: string } | null {
  const name = pages[error];
  if (!name) return null;
  if (side === "developer") return { name, href: developerPages[name] };
  if (name === "docs") return null;
  const tab = name === "subscription" ? "subscriptions" : name;
  return { name, href: `/admin/accounts/${accountId}/${tab}` };
}

/** Where an account's requests are. */
export function requestsPath(side: Side, accountId: number): string {
  return side === "developer" ? "/requests" : `/admin/accounts/${accountId}/requests`;
}
