import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { templateVersions } from "./template-versions.ts";

/** A message text under one id for good; what it says is in its versions. */
export const templates = pgTable(
  "templates",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    /** The approved version that sends. Null until the first approval. */
    servingVersionId: integer("serving_version_id").references((): AnyPgColumn => templateVersions.id),
    archivedAt: timestamp("archived_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("templates_account").on(t.accountId, t.id),
    check("templates_name_length", sql`length(${t.name}) between 1 and 100`),
  ],
);
