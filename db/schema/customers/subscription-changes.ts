import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { actorKind } from "#db/schema/audit-entries.ts";
import { subscriptions } from "./subscriptions.ts";

export const subscriptionChangeKind = pgEnum("subscription_change_kind", [
  "grant",
  "top_up",
  "extend",
  "cancel",
  "renew",
  "carry_in",
  "carry_out",
  "renewal",
]);

/**
 * The history of a subscription: what the operator granted and took. Unlike the audit log it is kept as long as the
 * subscription: its credits add up to the quota, which `gate doctor` checks.
 */
export const subscriptionChanges = pgTable(
  "subscription_changes",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    subscriptionId: integer("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    kind: subscriptionChangeKind().notNull(),
    /** Added to the quota, or taken from it if negative; 0 if the change does not affect it. */
    credits: integer().notNull().default(0),
    /** Added to the period, in days; 0 if the change does not affect it. */
    days: integer().notNull().default(0),
    /** The end of the subscription after the change: without it no earlier balance could be calculated. */
    endsAt: timestamp("ends_at", { withTimezone: true }).notNull(),
    note: text().notNull().default(""),
    actorKind: actorKind("actor_kind").notNull(),
    /** As in the audit log: the user's e-mail, or the operating system's user name, at that time. */
    actorName: text("actor_name").notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("subscription_changes_subscription").on(t.subscriptionId, t.id),
    check("subscription_changes_note_length", sql`length(${t.note}) <= 500`),
    check(
      "subscription_changes_moves",
      sql`case ${t.kind} when 'grant' then ${t.credits} > 0 and ${t.days} >= 0 when 'top_up' then ${t.credits} > 0 and ${t.days} = 0 when 'extend' then ${t.credits} = 0 and ${t.days} > 0 when 'cancel' then ${t.credits} = 0 and ${t.days} = 0 else ${t.days} = 0 or ${t.credits} > 0 end`,
    ),
  ],
);
