import { sql } from "drizzle-orm";
import { bigint, index, integer, pgEnum, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { providers } from "#db/schema/providers/providers.ts";
import { messages } from "./messages.ts";

export const messageEventKind = pgEnum("message_event_kind", [
  /** Of older versions, which had no attempts; PostgreSQL drops no value of an enumeration. */
  "failover",
  "swept",
  "released",
  /** A final report that says something else than the one that counted, or came after the release. */
  "late_report",
  /** A report on a state in between, such as ENROUTE. */
  "intermediate",
  /** A report, final or not, on an attempt that another one followed. */
  "attempt_report",
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
    /** Of a report, the provider that made it. Null in rows older than the column. */
    providerId: integer("provider_id").references(() => providers.id),
    /** With code and text masked. */
    detail: text().notNull().default(""),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("message_events_message").on(t.messageId),
    // Carriers repeat reports, and concurrent ones do not see each other; this index lets each in once.
    uniqueIndex("message_events_report")
      .on(t.messageId, t.kind, sql`coalesce(${t.providerId}, 0)`, t.detail)
      .where(sql`${t.kind} in ('late_report', 'intermediate', 'attempt_report')`),
  ],
);
