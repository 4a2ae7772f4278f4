import { inet, integer, pgEnum, pgTable, timestamp, unique } from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { apiTokens } from "./api-tokens.ts";

export const refusalCheck = pgEnum("refusal_check", [
  "token",
  "address",
  "suspended",
  "request",
  "quota",
  "scope",
]);

/** Refused API requests of known accounts, counted by the minute so that an attacker cannot fill the disk. */
export const refusals = pgTable(
  "refusals",
  {
    accountId: integer("account_id")
      .notNull()
      .references(() => accounts.id),
    tokenId: integer("token_id")
      .notNull()
      .references(() => apiTokens.id),
    /** Null stands for all further addresses in a minute with very many. */
    address: inet(),
    check: refusalCheck().notNull(),
    minute: timestamp({ withTimezone: true }).notNull(),
    count: integer().notNull(),
  },
  (t) => [
    unique("refusals_minute").on(t.accountId, t.minute, t.tokenId, t.check, t.address).nullsNotDistinct(),
  ],
);
