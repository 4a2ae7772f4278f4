import { index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "#db/schema/bytea.ts";
import { providers } from "#db/schema/providers/providers.ts";
import { messageStatus } from "./messages.ts";

/**
 * Delivery reports that name a message by a provider's own id which is not known (yet): a report may arrive before the
 * answer to its send. The first report for an id counts. The id is stored as an HMAC, as in `provider_refs`.
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
