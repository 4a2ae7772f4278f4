import { bigint, integer, pgTable, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "#db/schema/bytea.ts";
import { users } from "./users.ts";

/** The authenticator app of a user who has two-factor authentication on. */
export const twoFactors = pgTable("two_factors", {
  userId: integer("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** The app's secret, encrypted with AES-256-GCM: it is needed in plain text, so it cannot be hashed. */
  sealed: bytea().notNull(),
  /** The time step of the last accepted code, so that no code is accepted twice. */
  lastStep: bigint("last_step", { mode: "number" }).notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
