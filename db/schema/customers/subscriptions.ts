import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { plans, subscriptionUnit } from "./plans.ts";

export const subscriptionStatus = pgEnum("subscription_status", ["active", "cancelled"]);

/** What a renewal does with the credits that are left: they lapse, or the next period begins with them. */
export const subscriptionRest = pgEnum("subscription_rest", ["lapse", "carry"]);

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
    cancelledAt: timestamp("cancelled_at", { withTimezone: true }),
    /** The length of a period, in days or in calendar months of the operator's time zone. */
    periodDays: integer("period_days").default(30),
    periodMonths: integer("period_months"),
    /** The day of the month on which months end, unless the month is shorter. */
    periodDay: integer("period_day"),
    /** When the next period begins; null if the subscription does not renew itself. */
    renewsAt: timestamp("renews_at", { withTimezone: true }),
    rest: subscriptionRest().notNull().default("lapse"),
    /** The subscription of which this one is the next period. Unique, so that nothing is renewed twice. */
    renewedFrom: integer("renewed_from").references((): AnyPgColumn => subscriptions.id),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("subscriptions_account").on(t.accountId, t.endsAt, t.id),
    // The messages' foreign key: a message cannot be charged to another account's subscription.
    unique("subscriptions_owner").on(t.id, t.accountId),
    check("subscriptions_used", sql`${t.used} between 0 and ${t.quota}`),
    check("subscriptions_used_by_deleted", sql`${t.usedByDeleted} between 0 and ${t.used}`),
    check("subscriptions_period", sql`${t.endsAt} > ${t.startsAt}`),
    // A quota whose credits were all carried over to the next period is 0.
    check("subscriptions_quota", sql`${t.quota} >= 0`),
    check("subscriptions_cancelled", sql`(${t.status} = 'cancelled') = (${t.cancelledAt} is not null)`),
    check(
      "subscriptions_length",
      sql`num_nonnulls(${t.periodDays}, ${t.periodMonths}) = 1 and coalesce(${t.periodDays}, ${t.periodMonths}) > 0`,
    ),
    unique("subscriptions_renewed_from").on(t.renewedFrom),
    index("subscriptions_renews").on(t.renewsAt).where(sql`${t.renewsAt} is not null`),
  ],
);
