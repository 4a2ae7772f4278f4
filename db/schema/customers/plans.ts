import { sql } from "drizzle-orm";
import { check, integer, pgEnum, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";

export const subscriptionUnit = pgEnum("subscription_unit", ["message", "segment"]);

/**
 * A plan that the operator sells. A subscription copies its values: editing or archiving a plan does not affect
 * existing ones.
 */
export const plans = pgTable(
  "plans",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    quota: integer().notNull(),
    /** The length of a subscription, in days or in calendar months of the operator's time zone. */
    days: integer(),
    months: integer(),
    unit: subscriptionUnit().notNull().default("message"),
    /** Free text including the currency; for information only. */
    price: text().notNull().default(""),
    archivedAt: timestamp("archived_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    // The name of an archived plan can be reused.
    uniqueIndex("plans_name").on(sql`lower(${t.name})`).where(sql`${t.archivedAt} is null`),
    check("plans_name_length", sql`length(${t.name}) between 1 and 60`),
    check("plans_price_length", sql`length(${t.price}) <= 60`),
    check("plans_quota", sql`${t.quota} > 0`),
    check(
      "plans_length",
      sql`num_nonnulls(${t.days}, ${t.months}) = 1 and coalesce(${t.days}, ${t.months}) > 0`,
    ),
  ],
);
