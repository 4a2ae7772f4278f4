import { integer, pgTable, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { apiTokens } from "./api-tokens.ts";

/** How many messages a token sent in an hour. Written together with `message_counts`, and like them never by a send. */
export const tokenCounts = pgTable(
  "token_counts",
  {
    tokenId: integer("token_id")
      .notNull()
      .references(() => apiTokens.id),
    /** Start of the hour, in UTC. */
    hour: timestamp({ withTimezone: true }).notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tokenId, t.hour] })],
);
