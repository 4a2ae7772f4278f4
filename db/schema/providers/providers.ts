import { boolean, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "#db/schema/bytea.ts";

export const providerKind = pgEnum("provider_kind", ["sandbox", "http", "smpp", "syriatel", "mtn_syria"]);

/** A way to deliver, tried in order of position. */
export const providers = pgTable("providers", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  kind: providerKind().notNull(),
  position: integer().notNull(),
  /** Its configuration as JSON, encrypted because it contains the operator's credentials. */
  config: bytea().notNull(),
  /** One that is switched off is asked for nothing, and its reports are still accepted. */
  enabled: boolean().notNull().default(true),
  /** For a sandbox: whether it delivers beside real providers. Nothing that it accepts reaches a phone. */
  takesOver: boolean("takes_over").notNull().default(false),
  /** Whether its operator has to accept each text before it may be sent (db/schema/routing.ts). */
  demandsApproval: boolean("demands_approval").notNull().default(false),
  /** Removed providers are kept for the messages that they delivered. */
  removedAt: timestamp("removed_at", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
