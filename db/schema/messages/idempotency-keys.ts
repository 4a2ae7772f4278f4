import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "#db/schema/bytea.ts";

/**
 * A customer's Idempotency-Key and the message created with it. It expires after 24 hours. Written together with the
 * message, hence without foreign keys (see db/references.ts); code that deletes messages deletes their keys.
 */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    accountId: integer("account_id").notNull(),
    key: text().notNull(),
    /** HMAC of the request's body: the same key with another body is refused, without storing the body. */
    bodyHash: bytea("body_hash").notNull(),
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.key] }),
    index("idempotency_keys_message").on(t.messageId),
    index("idempotency_keys_created").on(t.createdAt),
    check("idempotency_keys_length", sql`length(${t.key}) between 1 and 255`),
  ],
);
