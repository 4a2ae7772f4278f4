import { asc, eq, type SQL, sql } from "drizzle-orm";
import type { PeriodLength, RenewalChoice } from "#core/customer/subscription.ts";
import { subscriptions } from "#db/schema/customers/subscriptions.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type SubscriptionRow = typeof subscriptions.$inferSelect;

/**
 * SQL: the same time of the day some calendar months later, in a time zone; in a month that is too short, on its last
 * day. `day` is the day of the month that is aimed at.
 */
export function monthsLater(from: SQL, months: SQL | number, day: SQL, zone: string): SQL {
  const local = sql`(${from} at time zone ${zone})`;
  const first = sql`(date_trunc('month', ${local}) + make_interval(months => ${months}))`;
  const last = sql`(${first} + interval '1 month' - interval '1 day')`;
  return sql`((least(${first} + make_interval(days => (${day})::int - 1), ${last})
    + (${local} - date_trunc('day', ${local}))) at time zone ${zone})`;
}

/** SQL: the day of the month of a time in a time zone. */
export const dayOfMonth = (time: SQL, zone: string): SQL =>
  sql`extract(day from ${time} at time zone ${zone})::int`;

export interface NewSubscription extends Pick<SubscriptionRow, "plan" | "unit" | "quota"> {
  planId?: number | null;
  length: PeriodLength;
  zone: string;
  /** Null to begin at once. */
  startsAt: Date | null;
  renewal: RenewalChoice;
}

/** Inserts an unused subscription; afterwards only the ledger writes `used`. */
export async function insertSubscription(
  tx: Executor,
  accountId: number,
  { length: { days, months }, zone, startsAt, renewal, ...values }: NewSubscription,
): Promise<SubscriptionRow> {
  // The database's clock, as in every statement that checks whether a subscription has ended.
  const starts =
    startsAt === null ? sql`now()` : sql`greatest(${startsAt.toISOString()}::timestamptz, now())`;
  const ends =
    months === undefined
      ? sql`${starts} + make_interval(days => ${days})`
      : monthsLater(starts, months, dayOfMonth(starts, zone), zone);
  const [row] = await tx
    .insert(subscriptions)
    .values({
      ...values,
      accountId,
      startsAt: starts,
      endsAt: ends,
      periodDays: days ?? null,
      periodMonths: months ?? null,
      periodDay: months === undefined ? null : dayOfMonth(starts, zone),
      renewsAt: renewal === "off" ? null : ends,
      rest: renewal === "carry" ? "carry" : "lapse",
    })
    .returning();
  return row!;
}

/** The moment of a day or minute in a time zone, and whether its day is over. */
export async function findStart(
  tx: Executor,
  text: string,
  zone: string,
): Promise<{ at: Date; isPast: boolean }> {
  const [row] = await tx.execute<{ at: number; past: boolean }>(sql`
    select extract(epoch from ${text}::timestamp at time zone ${zone})::float8 as at,
      ${text}::timestamp::date < (now() at time zone ${zone})::date as past`);
  return { at: new Date(row!.at * 1000), isPast: row!.past };
}

/** The subscription, locked against sends and other changes until the transaction ends. */
export async function lockSubscription(tx: Executor, id: number): Promise<SubscriptionRow | undefined> {
  const [row] = await tx.select().from(subscriptions).where(eq(subscriptions.id, id)).for("no key update");
  return row;
}

/** In the order in which sends are charged to them. */
export async function selectSubscriptions(db: Executor, accountId: number): Promise<SubscriptionRow[]> {
  return db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.accountId, accountId))
    .orderBy(asc(subscriptions.endsAt), asc(subscriptions.id));
}
