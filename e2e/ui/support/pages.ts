import type { TestAccount } from "#e2e/account.ts";

type Path = string | ((account: TestAccount) => string);

/** Every page of a developer. A new page joins the list, and with it the walk of pages.spec.ts. */
export const developerPages: Path[] = [
  "/",
  "/templates",
  "/templates/new",
  ({ templateId }) => `/templates/${templateId}`,
  "/tokens",
  "/whitelist",
  "/team",
  "/team/activity",
  "/messages",
  "/messages?status=failed&period=24h&size=50&dense=1",
  "/requests",
  "/requests?status=refused&period=24h",
  "/subscription",
  "/subscription?period=90d",
  "/subscription/statement",
  "/subscription/statement?language=ar",
  "/docs",
  "/inbox",
  "/notices",
  "/profile",
];

/** Every page of an admin. */
export const adminPages: Path[] = [
  "/admin",
  "/admin/approvals",
  "/admin/approvals/operators",
  "/admin/accounts",
  ({ id }) => `/admin/accounts/${id}`,
  ({ id }) => `/admin/accounts/${id}/templates`,
  ({ id, templateId }) => `/admin/accounts/${id}/templates/${templateId}`,
  ({ id }) => `/admin/accounts/${id}/tokens`,
  ({ id }) => `/admin/accounts/${id}/whitelist`,
  ({ id }) => `/admin/accounts/${id}/messages`,
  ({ id }) => `/admin/accounts/${id}/requests`,
  ({ id }) => `/admin/accounts/${id}/subscriptions`,
  ({ id }) => `/admin/accounts/${id}/subscriptions/statement`,
  ({ id }) => `/admin/accounts/${id}/developers`,
  "/admin/messages",
  "/admin/subscriptions",
  "/admin/subscriptions/renewals?days=60",
  ({ subscriptionIds }) => `/admin/subscriptions/${subscriptionIds[0]}`,
  "/admin/routes",
  "/admin/plans",
  "/admin/going-live",
  "/admin/carriers",
  "/admin/carriers/new",
  "/admin/carriers/new?kind=smpp",
  "/admin/carriers/edit/sandbox",
  "/admin/users",
  "/admin/audit",
  "/admin/audit/1",
  "/admin/settings",
  "/admin/notices",
  "/admin/notices?unread=1",
  "/admin/health",
  "/admin/profile",
];

export const pathOf = (path: Path, account: TestAccount) => (typeof path === "string" ? path : path(account));
