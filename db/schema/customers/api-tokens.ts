import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { tokenAccesses } from "#core/customer/token-access.ts";
import { bytea } from "#db/schema/bytea.ts";
import { accounts } from "./accounts.ts";

export const tokenAccess = pgEnum("token_access", tokenAccesses);

/** A token with which a customer's app authenticates. Its plain text is not stored anywhere. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    /** SHA-256 of the token, for look-up. */
    hash: bytea().notNull().unique(),
    /** AES-256-GCM with a key derived from APP_SECRET, for showing the token to a developer again. */
    sealed: bytea().notNull(),
    /** First and last characters, to tell tokens apart in a list. */
    hint: text().notNull(),
    access: tokenAccess().notNull().default("full"),
    /** The templates with which it may send; null for all. Templates are never deleted, so an array suffices. */
    templateIds: integer("template_ids").array(),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
    /** The token that replaced it in a rotation. */
    replacedBy: integer("replaced_by").references((): AnyPgColumn => apiTokens.id),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("api_tokens_account").on(t.accountId),
    check(
      "api_tokens_templates",
      sql`${t.templateIds} is null or (cardinality(${t.templateIds}) between 1 and 100 and ${t.access} <> 'read')`,
    ),
    check("api_tokens_name_length", sql`length(${t.name}) between 1 and 100`),
  ],
);
