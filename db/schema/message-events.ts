import { sql } from "drizzle-orm";
import { bigint, index, integer, pgEnum, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { messages } from "./messages.ts";
import { providers } from "./providers.ts";

export const messageEventKind = pgEnum("message_event_kind", [
  "failover",
  "swept",
  "released",
  "late_report",
]);

/**
 * Events of a message outside its normal course. A message that was accepted normally has no row here: its timeline
 * follows from its own times.
 */
export const messageEvents = pgTable(
  "message_events",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    messageId: bigint("message_id", { mode: "number" })
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    kind: messageEventKind().notNull(),
    /** For a failover, the provider that refused. Null in rows older than the column whose provider is not known. */
    providerId: integer("provider_id").references(() => providers.id),
    /** With code and text masked. */
    detail: text().notNull().default(""),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("message_events_message").on(t.messageId),
    // Two concurrent late reports do not see each other; this index lets only one in.
    uniqueIndex("message_events_late_report").on(t.messageId).where(sql`${t.kind} = 'late_report'`),
  ],
);
