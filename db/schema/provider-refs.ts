import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, smallint, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytea.ts";

/**
 * Which message a provider's own id belongs to, for providers whose delivery reports name nothing else. Only their
 * sends write here, so that no other send pays for an index over the log. Kept for some days; the id as an HMAC,
 * because a provider may call a message by its code. Written by the settlement of a send, hence without foreign keys:
 * see db/references.ts.
 */
export const providerRefs = pgTable(
  "provider_refs",
  {
    providerId: integer("provider_id").notNull(),
    refHash: bytea("ref_hash").notNull(),
    /** Without a reference: retention may delete the message first, and then there is nothing to report on. */
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    /** A text of several parts has one id for each, and is delivered when all of them are. */
    part: smallint().notNull().default(1),
    parts: smallint().notNull().default(1),
    /** When this part was reported delivered. Of a message in one part the message itself says so. */
    deliveredAt: timestamp("delivered_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.providerId, t.refHash] }),
    /** For their clean-up. */
    index("provider_refs_created_at").on(t.createdAt),
    /** The other parts of a message. */
    index("provider_refs_parts").on(t.messageId).where(sql`parts > 1`),
  ],
);
