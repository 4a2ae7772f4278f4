import { index, inet, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { users } from "./users.ts";

/**
 * A signed-in browser. The cookie only contains the row's id, so ending the row ends the session, including copies of
 * the cookie.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The user's `session_version` at sign-in: increasing that ends all of the user's sessions at once. */
    version: integer().notNull(),
    /** The address of the last use. */
    address: inet(),
    /** The browser's user agent at sign-in. */
    userAgent: text("user_agent"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** May be up to a minute old: see `LAST_USE_SECONDS`. */
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("sessions_user").on(t.userId)],
);
