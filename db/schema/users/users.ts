import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { userRoles } from "#core/access/role.ts";
import { accounts } from "#db/schema/customers/accounts.ts";

export const userRole = pgEnum("user_role", userRoles);

/** A person who signs in: one of the operator's, or a member of one account's team. */
export const users = pgTable(
  "users",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    email: text().notNull(),
    role: userRole().notNull(),
    accountId: integer("account_id").references(() => accounts.id),
    /** argon2id, with its parameters. Null until the invitation is accepted. */
    passwordHash: text("password_hash"),
    /** Increased to end every session of this user at once. */
    sessionVersion: integer("session_version").notNull().default(1),
    /** `en` or `ar`; null until the user chooses. */
    language: text(),
    /** When the user was deactivated. The row is kept for the record of what they did. */
    removedAt: timestamp("removed_at", { withTimezone: true }),
    /** An owner of the account has removed them, and may take them back. Whom the operator deactivates stays out. */
    removedByTeam: boolean("removed_by_team").notNull().default(false),
    lastSignInAt: timestamp("last_sign_in_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("users_email").on(sql`lower(${t.email})`),
    index("users_email_search").using("gin", sql`search_pieces(search_fold(${t.email}))`),
    index("users_account").on(t.accountId),
    check("users_role_account", sql`(${t.role} in ('admin', 'support')) = (${t.accountId} is null)`),
    check("users_removed_by_team", sql`not ${t.removedByTeam} or ${t.removedAt} is not null`),
  ],
);
