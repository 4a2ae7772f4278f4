import { index, inet, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { users } from "./users.ts";

/**
 * A browser that is signed in. The cookie only names the row, so ending the row ends the session wherever its cookie
 * was copied to.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The user's `session_version` at sign-in: raising that ends all of the user's sessions at once. */
    version: integer().notNull(),
    /** Where it was used last. */
    address: inet(),
    /** As the browser named itself at sign-in. */
    userAgent: text("user_agent"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** Up to a minute old: see `LAST_USE_SECONDS`. */
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("sessions_user").on(t.userId)],
);
