import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import * as accounts from "./accounts.ts";
import * as apiRequests from "./api-requests.ts";
import * as apiTokens from "./api-tokens.ts";
import * as auditEntries from "./audit-entries.ts";
import * as binds from "./binds.ts";
import * as deliveryTimes from "./delivery-times.ts";
import * as failureCounts from "./failure-counts.ts";
import * as idempotencyKeys from "./idempotency-keys.ts";
import * as logBlocks from "./log-blocks.ts";
import * as mails from "./mails.ts";
import * as messageAttempts from "./message-attempts.ts";
import * as messageCounts from "./message-counts.ts";
import * as messageEvents from "./message-events.ts";
import * as messages from "./messages.ts";
import * as notices from "./notices.ts";
import * as parkedReports from "./parked-reports.ts";
import * as plans from "./plans.ts";
import * as providerHealth from "./provider-health.ts";
import * as providerRefs from "./provider-refs.ts";
import * as providerTests from "./provider-tests.ts";
import * as providers from "./providers.ts";
import * as recoveryCodes from "./recovery-codes.ts";
import * as refusals from "./refusals.ts";
import * as routing from "./routing.ts";
import * as sessions from "./sessions.ts";
import * as settings from "./settings.ts";
import * as signInAttempts from "./sign-in-attempts.ts";
import * as statusPolls from "./status-polls.ts";
import * as subscriptionChanges from "./subscription-changes.ts";
import * as subscriptions from "./subscriptions.ts";
import * as templates from "./templates.ts";
import * as tokenCounts from "./token-counts.ts";
import * as twoFactors from "./two-factors.ts";
import * as userLinks from "./user-links.ts";
import * as users from "./users.ts";
import * as whitelistEntries from "./whitelist-entries.ts";

const modules = [
  accounts,
  apiRequests,
  apiTokens,
  auditEntries,
  binds,
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
