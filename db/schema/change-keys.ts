import { integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytea.ts";

/** The keys under which changes were made, each written in the transaction of its change. */
export const changeKeys = pgTable(
  "change_keys",
  {
    /** `user:12`, or `command_line:` with the name in the operating system. */
    actor: text().notNull(),
    key: text().notNull(),
    /** HMAC of what was asked for. */
    askedHash: bytea("asked_hash").notNull(),
    /** The id of what was made or changed; null only until the transaction commits. */
    subjectId: integer("subject_id"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.actor, t.key] })],
);
