import { integer, pgTable, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { templates } from "./templates.ts";

/** How many messages a template had in an hour. Written together with `message_counts`, and like them never by a send. */
export const templateCounts = pgTable(
  "template_counts",
  {
    templateId: integer("template_id")
      .notNull()
      .references(() => templates.id),
    /** Start of the hour, in UTC. */
    hour: timestamp({ withTimezone: true }).notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.templateId, t.hour] })],
);
