import { foreignKey, index, integer, pgTable, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { subscriptions } from "#db/schema/customers/subscriptions.ts";

/**
 * Outcomes of an hour's messages, by account and subscription: charts and the daily ledger read these few rows instead
 * of the send log. Written by a job (services/figures/message-counts.ts), never by a send. They outlive the messages
 * that retention deletes, and contain no phone numbers. Where hours are too old for charts, a row is a whole day.
 */
export const messageCounts = pgTable(
  "message_counts",
  {
    accountId: integer("account_id").notNull(),
    subscriptionId: integer("subscription_id").notNull(),
    /** Start of the hour, in UTC. */
    hour: timestamp({ withTimezone: true }).notNull(),
    pending: integer().notNull(),
    sent: integer().notNull(),
    delivered: integer().notNull(),
    unknown: integer().notNull(),
    /** Failed: at once, by a report of no delivery, after 24 hours without any. `failure_counts` has the reasons. */
    refused: integer().notNull(),
    undelivered: integer().notNull(),
    released: integer().notNull(),
    /** Credits charged for all messages, and those returned for the failed ones. */
    charged: integer().notNull(),
    returned: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.hour, t.subscriptionId] }),
    foreignKey({
      name: "message_counts_subscription",
      columns: [t.subscriptionId, t.accountId],
      foreignColumns: [subscriptions.id, subscriptions.accountId],
    }),
    // For the operator's overview, and for the job that recounts hours.
    index("message_counts_hour").on(t.hour),
  ],
);
