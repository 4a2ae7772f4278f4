import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Recent failed guesses, by address and by subject: the throttle shared by all processes. */
export const signInAttempts = pgTable("sign_in_attempts", {
  /**
   * `address:…` or `email:…`, the latter as a keyed hash, so that e-mails of people who are not users are not stored.
   */
  key: text().primaryKey(),
  failures: integer().notNull(),
  since: timestamp({ withTimezone: true }).notNull(),
});
