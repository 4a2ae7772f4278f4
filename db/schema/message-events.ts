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
 * What happened to a message beside its ordinary way. An accepted message has no row here: its timeline
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
    /** Of a failover: who refused. Null in rows that are older than the column and name nobody known. */
    providerId: integer("provider_id").references(() => providers.id),
    /** Masked of code and text. */
    detail: text().notNull().default(""),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("message_events_message").on(t.messageId),
    // Two late reports at the same moment do not see each other: they meet here.
    uniqueIndex("message_events_late_report").on(t.messageId).where(sql`${t.kind} = 'late_report'`),
  ],
);
