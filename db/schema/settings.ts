import { jsonb, pgTable, text } from "drizzle-orm/pg-core";

/** Settings and facts of this installation, by name. */
export const settings = pgTable("settings", {
  name: text().primaryKey(),
  value: jsonb().notNull(),
});
