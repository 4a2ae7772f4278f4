import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Failed sign-ins of late, by address and by e-mail: the throttle that all processes share. */
export const signInAttempts = pgTable("sign_in_attempts", {
  /** `address:…` or `email:…`, the latter as a keyed hash: whoever is not a user is not kept by name. */
  key: text().primaryKey(),
  failures: integer().notNull(),
  since: timestamp({ withTimezone: true }).notNull(),
});
