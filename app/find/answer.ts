import "server-only";
import { getLocale } from "next-intl/server";
import { nameIn } from "#core/customer/account-name.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import type { Locale } from "#i18n/locale.ts";
import { type Finding, find } from "#services/search/find.ts";
import { admit } from "../guards.ts";

type Side = "developer" | "admin";

/** Answers the palette's search. Every request is authorised. */
export function findAnswer(side: Side) {
  return async (request: Request): Promise<Response> => {
    const actor = await admit(side);
    if (typeof actor === "number") return answer({}, actor);
    const params: SearchParams = Object.fromEntries(new URL(request.url).searchParams);
    const { findings, partial } = await find(actor, params);
    const locale = (await getLocale()) as Locale;
    return answer({ findings: findings.map((each) => found(side, each, locale)), partial }, 200);
  };
}

const answer = (body: object, status: number) =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });

/** With accounts' names in the reader's language. */
function found(side: Side, finding: Finding, locale: Locale) {
  const { kind, title, account } = finding;
  const name = account && nameIn(account, locale);
  return {
    ...finding,
    title: kind === "account" && name !== null ? name : title,
    account: account && { id: account.id, name },
    href: hrefOf(side, finding),
  };
}

/** The page of a finding. */
function hrefOf(side: Side, { kind, id, title, detail, account }: Finding): string {
  const own = side === "developer" ? "" : `/admin/accounts/${account?.id}`;
  switch (kind) {
    case "account":
      return own;
    case "message":
      return `${own}/messages?open=${id}`;
    case "request":
      return `${own}/requests?open=${id}`;
    case "template":
      return `${own}/templates/${id}`;
    case "token":
      // The list is searched for its end, so that the token is on the page.
      return `${own}/tokens?q=${encodeURIComponent(detail?.slice(-4) ?? title)}`;
    case "user":
      return `/admin/users?q=${encodeURIComponent(title)}`;
    case "carrier":
      return `/admin/carriers/edit/${encodeURIComponent(title)}`;
    case "plan":
      return "/admin/plans";
  }
}
