import { integer, pgTable, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "#db/schema/bytea.ts";
import { twoFactors } from "./two-factors.ts";

/** Single-use codes for users who have lost their phone. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: integer("user_id")
      .notNull()
      .references(() => twoFactors.userId, { onDelete: "cascade" }),
    /** A keyed hash, because the codes are too short for a plain one. */
    hash: bytea().notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.userId, t.hash] })],
);
