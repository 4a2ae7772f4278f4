import { foreignKey, index, integer, pgTable, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { subscriptions } from "./subscriptions.ts";

/**
 * How many messages of an hour became what, by account and subscription: charts and the ledger by day read these
 * few rows instead of the send log. A job writes them (services/figures/message-counts.ts), never a send. They outlive
 * the messages that retention deletes, and say nothing about anybody's number.
 */
export const messageCounts = pgTable(
  "message_counts",
  {
    accountId: integer("account_id").notNull(),
    subscriptionId: integer("subscription_id").notNull(),
    /** Its beginning; hours are those of UTC. */
    hour: timestamp({ withTimezone: true }).notNull(),
    pending: integer().notNull(),
    sent: integer().notNull(),
    delivered: integer().notNull(),
    unknown: integer().notNull(),
    /** The three kinds of failed: a provider said no, a report said no, nobody said anything for 24 hours. */
    refused: integer().notNull(),
    undelivered: integer().notNull(),
    released: integer().notNull(),
    /** Credits of all, and of the failed among them. */
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
    // The operator's overview, and the job that writes hours anew.
    index("message_counts_hour").on(t.hour),
  ],
);
