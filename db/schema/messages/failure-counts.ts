import { index, integer, pgTable, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/customers/accounts.ts";
import { messageProblem } from "./messages.ts";

/**
 * An hour's failed messages by account, reason and mobile operator: the details of what `message_counts` counts in
 * three columns, written by the same job.
 */
export const failureCounts = pgTable(
  "failure_counts",
  {
    accountId: integer("account_id")
      .notNull()
      .references(() => accounts.id),
    /** Start of the hour, in UTC. */
    hour: timestamp({ withTimezone: true }).notNull(),
    reason: messageProblem().notNull(),
    /** The operator that had the number's prefix when it was counted; 0 if none. It may have been removed since. */
    operatorId: integer("operator_id").notNull(),
    count: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.hour, t.reason, t.operatorId] }),
    index("failure_counts_hour").on(t.hour),
  ],
);
