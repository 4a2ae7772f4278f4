import { bigint, index, integer, pgTable, smallint, timestamp } from "drizzle-orm/pg-core";
import { providers } from "#db/schema/providers/providers.ts";

/**
 * Messages whose provider does not report and is asked what became of them, until that is known or given up. Only
 * sends through such providers write here.
 */
export const statusPolls = pgTable(
  "status_polls",
  {
    /** Not a foreign key: retention may delete the message first, after which there is nothing to ask. */
    messageId: bigint("message_id", { mode: "number" }).primaryKey(),
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
    /** How often it was asked for. */
    asked: smallint().notNull().default(0),
    /** When it is asked for next. While it is being asked for, when that is taken for lost. */
    dueAt: timestamp("due_at", { withTimezone: true }).notNull(),
  },
  (t) => [index("status_polls_due").on(t.providerId, t.dueAt)],
);
