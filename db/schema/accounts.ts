import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const accountStatus = pgEnum("account_status", ["active", "suspended"]);

/** A customer: owner of everything that is not the operator's. */
export const accounts = pgTable(
  "accounts",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull().unique(),
    status: accountStatus().notNull().default("active"),
    /** An explicit switch: an empty whitelist never silently opens. */
    whitelistEnforced: boolean("whitelist_enforced").notNull().default(true),
    /** Whom the operator talks to, and what they note of the customer: for the operator's eyes. */
    contactName: text("contact_name"),
    contactEmail: text("contact_email"),
    contactPhone: text("contact_phone"),
    notes: text(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** As searches compare them; kept, because folding a name takes longer than looking into it. */
    nameSearch: text("name_search").notNull().generatedAlwaysAs(sql`search_fold(name)`),
    contactSearch: text("contact_search")
      .notNull()
      .generatedAlwaysAs(
        sql`search_fold(coalesce(contact_name, '') || E'\\n' || coalesce(contact_email, ''))`,
      ),
  },
  (t) => [
    // For `db/queries/containing.ts`, which uses the same expressions.
    index("accounts_name_search").using("gin", sql`search_pieces(${t.nameSearch})`),
    index("accounts_contact_search").using("gin", sql`search_pieces(${t.contactSearch})`),
    check("accounts_name_length", sql`length(${t.name}) between 1 and 100`),
  ],
);
