import { sql } from "drizzle-orm";
import { check, index, integer, pgEnum, pgTable, text, timestamp, unique } from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { plans, subscriptionUnit } from "./plans.ts";

export const subscriptionStatus = pgEnum("subscription_status", ["active", "cancelled"]);

/** Credits that an account may use within a period. Only the ledger writes `used` and `used_by_deleted`. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer("account_id")
      .notNull()
      .references(() => accounts.id),
    /** The plan from which it was granted; null if it was entered by hand. */
    planId: integer("plan_id").references(() => plans.id),
    /** The plan's name at that time, or the name that the operator entered. */
    plan: text().notNull(),
    unit: subscriptionUnit().notNull().default("message"),
    status: subscriptionStatus().notNull().default("active"),
    quota: integer().notNull(),
    used: integer().notNull().default(0),
    /** Credits of messages that retention has deleted: they remain used. */
    usedByDeleted: integer("used_by_deleted").notNull().default(0),
    startsAt: timestamp("starts_at", { withTimezone: true }).notNull().defaultNow(),
    endsAt: timestamp("ends_at", { withTimezone: true }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("subscriptions_account").on(t.accountId, t.endsAt, t.id),
    // The messages' foreign key: a message cannot be charged to another account's subscription.
    unique("subscriptions_owner").on(t.id, t.accountId),
    check("subscriptions_used", sql`${t.used} between 0 and ${t.quota}`),
    check("subscriptions_used_by_deleted", sql`${t.usedByDeleted} between 0 and ${t.used}`),
    check("subscriptions_period", sql`${t.endsAt} > ${t.startsAt}`),
    check("subscriptions_quota", sql`${t.quota} > 0`),
  ],
);
