import { boolean, index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { providers } from "./providers.ts";

/**
 * What each serving process says of each provider, written when it changes and every few seconds, off the way of sends.
 * A row that was not renewed is of a process that is gone.
 */
export const providerHealth = pgTable(
  "provider_health",
  {
    /** Host and process id. */
    process: text().notNull(),
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
    /** Whether it takes messages there. */
    ready: boolean().notNull(),
    /** Why not: core/gateway/provider-state.ts. */
    reason: text(),
    /** In the provider's words. */
    detail: text(),
    since: timestamp({ withTimezone: true }).notNull(),
    /** When an answer came last whose meaning nobody knows. */
    unrecognisedAt: timestamp("unrecognised_at", { withTimezone: true }),
    seenAt: timestamp("seen_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.process, t.providerId] }),
    index("provider_health_provider").on(t.providerId),
  ],
);
