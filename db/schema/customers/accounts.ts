import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const accountStatus = pgEnum("account_status", ["active", "suspended"]);

/** A customer, who owns everything that is not the operator's. */
export const accounts = pgTable(
  "accounts",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    /** The English name, or the only one that there is: what is given wherever no language is known. */
    name: text().notNull().unique(),
    /** Beside an English name. Null if there is one name for both languages. */
    arabicName: text("arabic_name").unique(),
    status: accountStatus().notNull().default("active"),
    /** A separate switch, so that an empty whitelist never means "open to all". */
    whitelistEnforced: boolean("whitelist_enforced").notNull().default(true),
    /** Required by the account's owner of everybody in its team. */
    twoFactorRequired: boolean("two_factor_required").notNull().default(false),
    /** The operator's contact and notes, which the customer does not see. */
    contactName: text("contact_name"),
    contactEmail: text("contact_email"),
    contactPhone: text("contact_phone"),
    notes: text(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** The name folded for searches. Stored, because folding a name takes longer than searching it. */
    nameSearch: text("name_search")
      .notNull()
      .generatedAlwaysAs(sql`search_fold(name || E'\\n' || coalesce(arabic_name, ''))`),
    contactSearch: text("contact_search")
      .notNull()
      .generatedAlwaysAs(
        sql`search_fold(coalesce(contact_name, '') || E'\\n' || coalesce(contact_email, ''))`,
      ),
  },
  (t) => [
    // Used by `db/queries/containing.ts`, whose expressions must be the same.
    index("accounts_name_search").using("gin", sql`search_pieces(${t.nameSearch})`),
    index("accounts_contact_search").using("gin", sql`search_pieces(${t.contactSearch})`),
    check(
      "accounts_arabic_name",
      sql`length(${t.arabicName}) between 1 and 100 and ${t.arabicName} <> ${t.name}`,
    ),
    check("accounts_name_length", sql`length(${t.name}) between 1 and 100`),
  ],
);
