import { index, integer, pgTable, primaryKey, smallint, timestamp } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/customers/accounts.ts";

/** Delivery times of an hour's delivered messages, by account: counts by the steps of core/message/delivery-time.ts. */
export const deliveryTimes = pgTable(
  "delivery_times",
  {
    accountId: integer("account_id")
      .notNull()
      .references(() => accounts.id),
    hour: timestamp({ withTimezone: true }).notNull(),
    step: smallint().notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.hour, t.step] }), index("delivery_times_hour").on(t.hour)],
);
