import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, smallint, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "#db/schema/bytea.ts";

/**
 * Which message a provider's own id belongs to, for providers whose delivery reports contain no other reference. Only
 * sends through those providers write here, so that other sends do not pay for an index over the log. Kept for some
 * days; the id is stored as an HMAC, because a provider's id may contain the code. Written by the settlement of a send,
 * hence without foreign keys: see db/references.ts.
 */
export const providerRefs = pgTable(
  "provider_refs",
  {
    providerId: integer("provider_id").notNull(),
    refHash: bytea("ref_hash").notNull(),
    /** Not a foreign key: retention may delete the message first, after which there is nothing to report on. */
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    /** A text of several parts has one id for each part, and is delivered when all parts are. */
    part: smallint().notNull().default(1),
    parts: smallint().notNull().default(1),
    /** When this part was reported delivered. Not used for a message of one part, which has its own status. */
    deliveredAt: timestamp("delivered_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.providerId, t.refHash] }),
    /** For deleting old rows. */
    index("provider_refs_created_at").on(t.createdAt),
    /** Finds the other parts of a message. */
    index("provider_refs_parts").on(t.messageId).where(sql`parts > 1`),
  ],
);
