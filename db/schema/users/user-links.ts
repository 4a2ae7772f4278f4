import { index, integer, pgEnum, pgTable, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "#db/schema/bytea.ts";
import { users } from "./users.ts";

export const userLinkKind = pgEnum("user_link_kind", ["invitation", "password_reset"]);

/** A link to set a password. It works once, within 7 days. */
export const userLinks = pgTable(
  "user_links",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    kind: userLinkKind().notNull(),
    /** Who handed it out; null for the command line. */
    madeBy: integer("made_by").references(() => users.id),
    /** SHA-256 of the link's secret. */
    hash: bytea().notNull().unique(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("user_links_user").on(t.userId)],
);
