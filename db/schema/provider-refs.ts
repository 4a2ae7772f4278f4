import { bigint, index, integer, pgTable, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytea.ts";
import { providers } from "./providers.ts";

/**
 * Which message a provider's own id belongs to, for providers whose delivery reports name nothing else. Only their
 * sends write here, so that no other send pays for an index over the log. Kept for some days; the id as an HMAC,
 * because a provider may call a message by its code.
 */
export const providerRefs = pgTable(
  "provider_refs",
  {
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
    refHash: bytea("ref_hash").notNull(),
    /** Without a reference: retention may delete the message first, and then there is nothing to report on. */
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.providerId, t.refHash] }),
    /** For their clean-up. */
    index("provider_refs_created_at").on(t.createdAt),
  ],
);
