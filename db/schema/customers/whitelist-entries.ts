import { sql } from "drizzle-orm";
import { check, cidr, integer, pgTable, text, timestamp, unique } from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";

/** An address or range that an account's API requests may come from. */
export const whitelistEntries = pgTable(
  "whitelist_entries",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer("account_id")
      .notNull()
      .references(() => accounts.id),
    range: cidr().notNull(),
    label: text().notNull().default(""),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("whitelist_entries_range").on(t.accountId, t.range),
    check("whitelist_entries_label_length", sql`length(${t.label}) <= 100`),
  ],
);
