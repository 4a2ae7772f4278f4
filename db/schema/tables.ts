import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import * as apiRequests from "./api-requests.ts";
import * as auditEntries from "./audit-entries.ts";
import * as changeKeys from "./change-keys.ts";
import * as accounts from "./customers/accounts.ts";
import * as apiTokens from "./customers/api-tokens.ts";
import * as plans from "./customers/plans.ts";
import * as refusals from "./customers/refusals.ts";
import * as subscriptionChanges from "./customers/subscription-changes.ts";
import * as subscriptions from "./customers/subscriptions.ts";
import * as tokenCounts from "./customers/token-counts.ts";
import * as whitelistEntries from "./customers/whitelist-entries.ts";
import * as mails from "./mails.ts";
import * as deliveryTimes from "./messages/delivery-times.ts";
import * as failureCounts from "./messages/failure-counts.ts";
import * as idempotencyKeys from "./messages/idempotency-keys.ts";
import * as logBlocks from "./messages/log-blocks.ts";
import * as messageAttempts from "./messages/message-attempts.ts";
import * as messageCounts from "./messages/message-counts.ts";
import * as messageEvents from "./messages/message-events.ts";
import * as messages from "./messages/messages.ts";
import * as parkedReports from "./messages/parked-reports.ts";
import * as providerRefs from "./messages/provider-refs.ts";
import * as statusPolls from "./messages/status-polls.ts";
import * as notices from "./notices.ts";
import * as binds from "./providers/binds.ts";
import * as providerHealth from "./providers/provider-health.ts";
import * as providerTests from "./providers/provider-tests.ts";
import * as providers from "./providers/providers.ts";
import * as routing from "./routing.ts";
import * as settings from "./settings.ts";
import * as templateCounts from "./template-counts.ts";
import * as templates from "./templates.ts";
import * as recoveryCodes from "./users/recovery-codes.ts";
import * as sessions from "./users/sessions.ts";
import * as signInAttempts from "./users/sign-in-attempts.ts";
import * as twoFactors from "./users/two-factors.ts";
import * as userLinks from "./users/user-links.ts";
import * as users from "./users/users.ts";

const modules = [
  accounts,
  apiRequests,
  apiTokens,
  auditEntries,
  binds,
  changeKeys,
  deliveryTimes,
  failureCounts,
  idempotencyKeys,
  logBlocks,
  mails,
  messageAttempts,
  messageCounts,
  messageEvents,
  messages,
  notices,
  parkedReports,
  plans,
  providerHealth,
  providerRefs,
  providerTests,
  providers,
  recoveryCodes,
  refusals,
  routing,
  sessions,
  settings,
  signInAttempts,
  statusPolls,
  subscriptionChanges,
  subscriptions,
  templateCounts,
  templates,
  tokenCounts,
  twoFactors,
  userLinks,
  users,
  whitelistEntries,
];

/**
 * The names of the gateway's own tables, in alphabetical order. Their schema may contain others: pg-boss's, or those of
 * another program.
 */
export const tableNames: readonly string[] = modules
  .flatMap((each): unknown[] => Object.values(each))
  .filter((value) => is(value, PgTable))
  .map((table) => getTableName(table))
  .toSorted();
