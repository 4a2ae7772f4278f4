import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { providers } from "#db/schema/providers/providers.ts";

export const attemptState = pgEnum("attempt_state", ["pending", "accepted", "rejected", "unknown"]);
export const attemptReason = pgEnum("attempt_reason", ["recipient", "text", "provider", "not_taken"]);

/**
 * The hand-overs of a message to one provider after another. A message that was handed to one provider only has no row
 * here: its own row says all of it. Before the second one begins, one statement inserts both, the first as closed and the
 * second as pending; likewise for any further one. The last of them is the one that the message's own columns describe.
 *
 * A message is never handed to a provider twice, so a report, which names a message and comes from a provider, means one
 * attempt. Written on the way of a send, hence without a foreign key on messages: see db/references.ts.
 */
export const messageAttempts = pgTable(
  "message_attempts",
  {
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    /** From 1. */
    ordinal: smallint().notNull(),
    /** Null in attempts of older versions whose provider is not known. */
    providerId: integer("provider_id").references(() => providers.id),
    state: attemptState().notNull(),
    /** What was refused, if it was. */
    reason: attemptReason(),
    /** The provider's answer, with code and text masked. */
    response: text().notNull().default(""),
    /** The provider's own id for the message, masked likewise. */
    reference: text(),
    startedAt: timestamp("started_at", { withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.messageId, t.ordinal] }),
    unique("message_attempts_provider").on(t.messageId, t.providerId),
    check("message_attempts_ordinal", sql`${t.ordinal} > 0`),
    check("message_attempts_ended", sql`(${t.state} = 'pending') = (${t.endedAt} is null)`),
    check("message_attempts_reason", sql`(${t.state} = 'rejected') = (${t.reason} is not null)`),
    check("message_attempts_response_length", sql`length(${t.response}) <= 500`),
  ],
);
