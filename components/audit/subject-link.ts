import type { Noun } from "#core/audit/audit-log.ts";

/** The page of what was changed, or the one on which such things are. Null if there is none. */
export function subjectHref({
  noun,
  subjectId,
  accountId,
}: {
  noun: Noun;
  subjectId: string;
  accountId: number | null;
}): string | null {
  const file = accountId === null ? null : `/admin/accounts/${accountId}`;
  switch (noun) {
    case "account":
      return `/admin/accounts/${subjectId}`;
    case "template":
      return file && `${file}/templates/${subjectId}`;
    case "token":
      return file && `${file}/tokens`;
    case "whitelist":
      return file && `${file}/whitelist`;
    case "subscription":
      return `/admin/subscriptions/${subjectId}`;
    case "user":
      return "/admin/users";
    case "message":
      return file ? `${file}/messages` : "/admin/messages";
    case "plan":
      return "/admin/plans";
    case "provider":
      return "/admin/carriers";
    case "operator":
    case "route":
    case "sender":
      return "/admin/routes";
    case "approval":
      return "/admin/approvals/operators";
    case "settings":
    case "retention":
      return "/admin/settings";
    default:
      return null;
  }
}
