import { index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytea.ts";
import { messageStatus } from "./messages.ts";
import { providers } from "./providers.ts";

/**
 * Delivery reports by a provider's own id that no message is known by, or not yet: a report may overtake the answer to its
 * send. The first of an id counts. The id as an HMAC, as in `provider_refs`.
 */
export const parkedReports = pgTable(
  "parked_reports",
  {
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
    refHash: bytea("ref_hash").notNull(),
    status: messageStatus().notNull(),
    response: text().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.providerId, t.refHash] }),
    index("parked_reports_created_at").on(t.createdAt),
  ],
);
