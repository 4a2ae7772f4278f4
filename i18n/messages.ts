import arAccounts from "./ar/accounts.json" with { type: "json" };
import arAdminOverview from "./ar/admin-overview.json" with { type: "json" };
import arApprovals from "./ar/approvals.json" with { type: "json" };
import arAudit from "./ar/audit.json" with { type: "json" };
import arBroken from "./ar/broken.json" with { type: "json" };
import arCarriers from "./ar/carriers.json" with { type: "json" };
import arChart from "./ar/chart.json" with { type: "json" };
import arCommon from "./ar/common.json" with { type: "json" };
import arDocs from "./ar/docs.json" with { type: "json" };
import arEntry from "./ar/entry.json" with { type: "json" };
import arGoingLive from "./ar/going-live.json" with { type: "json" };
import arInbox from "./ar/inbox.json" with { type: "json" };
import arMail from "./ar/mail.json" with { type: "json" };
import arMessages from "./ar/messages.json" with { type: "json" };
import arNotices from "./ar/notices.json" with { type: "json" };
import arOperatorApprovals from "./ar/operator-approvals.json" with { type: "json" };
import arOverview from "./ar/overview.json" with { type: "json" };
import arPalette from "./ar/palette.json" with { type: "json" };
import arPlans from "./ar/plans.json" with { type: "json" };
import arProblems from "./ar/problems.json" with { type: "json" };
import arProfile from "./ar/profile.json" with { type: "json" };
import arRequests from "./ar/requests.json" with { type: "json" };
import arRouting from "./ar/routing.json" with { type: "json" };
import arSettings from "./ar/settings.json" with { type: "json" };
import arStatement from "./ar/statement.json" with { type: "json" };
import arSubscription from "./ar/subscription.json" with { type: "json" };
import arSubscriptions from "./ar/subscriptions.json" with { type: "json" };
import arTable from "./ar/table.json" with { type: "json" };
import arTeam from "./ar/team.json" with { type: "json" };
import arTemplates from "./ar/templates.json" with { type: "json" };
import arTokens from "./ar/tokens.json" with { type: "json" };
import arTry from "./ar/try.json" with { type: "json" };
import arTwoFactor from "./ar/two-factor.json" with { type: "json" };
import arUsers from "./ar/users.json" with { type: "json" };
import arWhitelist from "./ar/whitelist.json" with { type: "json" };
import enAccounts from "./en/accounts.json" with { type: "json" };
import enAdminOverview from "./en/admin-overview.json" with { type: "json" };
import enApprovals from "./en/approvals.json" with { type: "json" };
import enAudit from "./en/audit.json" with { type: "json" };
import enBroken from "./en/broken.json" with { type: "json" };
import enCarriers from "./en/carriers.json" with { type: "json" };
import enChart from "./en/chart.json" with { type: "json" };
import enCommon from "./en/common.json" with { type: "json" };
import enDocs from "./en/docs.json" with { type: "json" };
import enEntry from "./en/entry.json" with { type: "json" };
import enGoingLive from "./en/going-live.json" with { type: "json" };
import enInbox from "./en/inbox.json" with { type: "json" };
import enMail from "./en/mail.json" with { type: "json" };
import enMessages from "./en/messages.json" with { type: "json" };
import enNotices from "./en/notices.json" with { type: "json" };
import enOperatorApprovals from "./en/operator-approvals.json" with { type: "json" };
import enOverview from "./en/overview.json" with { type: "json" };
import enPalette from "./en/palette.json" with { type: "json" };
import enPlans from "./en/plans.json" with { type: "json" };
import enProblems from "./en/problems.json" with { type: "json" };
import enProfile from "./en/profile.json" with { type: "json" };
import enRequests from "./en/requests.json" with { type: "json" };
import enRouting from "./en/routing.json" with { type: "json" };
import enSettings from "./en/settings.json" with { type: "json" };
import enStatement from "./en/statement.json" with { type: "json" };
import enSubscription from "./en/subscription.json" with { type: "json" };
import enSubscriptions from "./en/subscriptions.json" with { type: "json" };
import enTable from "./en/table.json" with { type: "json" };
import enTeam from "./en/team.json" with { type: "json" };
import enTemplates from "./en/templates.json" with { type: "json" };
import enTokens from "./en/tokens.json" with { type: "json" };
import enTry from "./en/try.json" with { type: "json" };
import enTwoFactor from "./en/two-factor.json" with { type: "json" };
import enUsers from "./en/users.json" with { type: "json" };
import enWhitelist from "./en/whitelist.json" with { type: "json" };
import type { Locale } from "./locale.ts";

const en = {
  common: enCommon,
  broken: enBroken,
  carriers: enCarriers,
  chart: enChart,
  docs: enDocs,
  adminOverview: enAdminOverview,
  entry: enEntry,
  accounts: enAccounts,
  approvals: enApprovals,
  problems: enProblems,
  table: enTable,
  templates: enTemplates,
  goingLive: enGoingLive,
  inbox: enInbox,
  mail: enMail,
  messages: enMessages,
  notices: enNotices,
  operatorApprovals: enOperatorApprovals,
  overview: enOverview,
  statement: enStatement,
  subscription: enSubscription,
  profile: enProfile,
  requests: enRequests,
  tokens: enTokens,
  twoFactor: enTwoFactor,
  try: enTry,
  team: enTeam,
  users: enUsers,
  whitelist: enWhitelist,
  audit: enAudit,
  palette: enPalette,
  plans: enPlans,
  subscriptions: enSubscriptions,
  routing: enRouting,
  settings: enSettings,
};

/** One file a namespace and language. English gives the keys; the check sees that Arabic has the same ones. */
export type Messages = typeof en;
export type Namespace = keyof Messages;

export const messages: Record<Locale, Messages> = {
  en,
  ar: {
    common: arCommon,
    broken: arBroken,
    carriers: arCarriers,
    chart: arChart,
    docs: arDocs,
    adminOverview: arAdminOverview,
    entry: arEntry,
    accounts: arAccounts,
    approvals: arApprovals,
    problems: arProblems,
    table: arTable,
    templates: arTemplates,
    goingLive: arGoingLive,
    inbox: arInbox,
    mail: arMail,
    messages: arMessages,
    notices: arNotices,
    operatorApprovals: arOperatorApprovals,
    overview: arOverview,
    statement: arStatement,
    subscription: arSubscription,
    profile: arProfile,
    requests: arRequests,
    tokens: arTokens,
    twoFactor: arTwoFactor,
    try: arTry,
    team: arTeam,
    users: arUsers,
    whitelist: arWhitelist,
    audit: arAudit,
    palette: arPalette,
    plans: arPlans,
    subscriptions: arSubscriptions,
    routing: arRouting,
    settings: arSettings,
  },
};
