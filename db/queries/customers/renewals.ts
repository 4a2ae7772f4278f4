import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { RenewalChoice } from "#core/customer/subscription.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { subscriptions } from "#db/schema/customers/subscriptions.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { dayOfMonth, lockSubscription, monthsLater, type SubscriptionRow } from "./subscriptions.ts";

const next = alias(subscriptions, "next");

/** The subscription that is the next period of another. */
export async function findNextPeriod(tx: Executor, id: number): Promise<SubscriptionRow | undefined> {
  const [row] = await tx.select().from(subscriptions).where(eq(subscriptions.renewedFrom, id));
  return row;
}

/** Subscriptions of accounts in use whose next period begins within `aheadMs` and does not exist yet. */
export async function selectDueRenewals(db: Executor, aheadMs: number, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .innerJoin(accounts, eq(accounts.id, subscriptions.accountId))
    .leftJoin(next, eq(next.renewedFrom, subscriptions.id))
    .where(
      and(
        lte(subscriptions.renewsAt, sql`now() + ${aheadMs} * interval '1 millisecond'`),
        eq(subscriptions.status, "active"),
        eq(accounts.status, "active"),
        isNull(next.id),
      ),
    )
    .orderBy(subscriptions.renewsAt, subscriptions.id)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/**
 * Inserts the next period of a locked subscription if it is due, with the credits with which this one began. Conditions
 * and insertion are one statement.
 * @returns undefined if it is not due, or exists already.
 */
export async function insertNextPeriod(
  tx: Executor,
  { id }: SubscriptionRow,
  { aheadMs, zone }: { aheadMs: number; zone: string },
): Promise<SubscriptionRow | undefined> {
  const starts = sql`s.renews_at`;
  // A period that begins when the one before ended keeps its day of the month.
  const day = sql`case when s.renews_at = s.ends_at and s.period_day is not null then s.period_day
    else ${dayOfMonth(starts, zone)} end`;
  const ends = sql`case when s.period_months is null then ${starts} + make_interval(days => s.period_days)
    else ${monthsLater(starts, sql`s.period_months`, day, zone)} end`;
  const [made] = await tx.execute<{ id: number }>(sql`
    insert into subscriptions (account_id, plan_id, plan, unit, quota, starts_at, ends_at, period_days, period_months,
      period_day, renews_at, rest, renewed_from)
    select s.account_id, s.plan_id, s.plan, s.unit,
      coalesce((select c.credits from subscription_changes c
        where c.subscription_id = s.id and c.kind in ('grant', 'renew') order by c.id limit 1), s.quota),
      ${starts}, ${ends}, s.period_days, s.period_months, case when s.period_months is not null then ${day} end,
      ${ends}, s.rest, s.id
    from subscriptions s join accounts a on a.id = s.account_id
    where s.id = ${id} and s.status = 'active' and a.status = 'active'
      and s.renews_at <= now() + ${aheadMs} * interval '1 millisecond'
    -- An account that is being suspended gets no further period, and one that is suspended afterwards sees this one.
    for share of a
    on conflict (renewed_from) do nothing
    returning id`);
  if (!made) return undefined;
  const [row] = await tx.select().from(subscriptions).where(eq(subscriptions.id, made.id));
  return row;
}

/**
 * Pairs of an ended subscription with credits left, and its next period, which has begun and takes them over; oldest
 * first, so that credits pass through periods that are over already.
 */
export async function selectDueCarries(db: Executor, limit: number): Promise<{ from: number; to: number }[]> {
  return db
    .select({ from: subscriptions.id, to: next.id })
    .from(next)
    .innerJoin(subscriptions, eq(subscriptions.id, next.renewedFrom))
    .where(
      and(
        eq(subscriptions.rest, "carry"),
        eq(subscriptions.status, "active"),
        lte(subscriptions.endsAt, sql`now()`),
        gt(subscriptions.quota, subscriptions.used),
        eq(next.status, "active"),
        lte(next.startsAt, sql`now()`),
        sql`${next.quota} < 2147483647`,
      ),
    )
    .orderBy(subscriptions.id)
    .limit(limit);
}

/**
 * Deletes the next period that was prepared for a locked subscription, if it has not begun and nobody has changed it.
 * @returns the one that was deleted.
 */
export async function deletePrepared(tx: Executor, id: number): Promise<number | undefined> {
  const prepared = await findNextPeriod(tx, id);
  if (!prepared) return undefined;
  // In a statement of its own, so that the next one sees what whoever had the lock did.
  await lockSubscription(tx, prepared.id);
  const [gone] = await tx.execute<{ id: number }>(sql`
    with held as (
      select s.id from subscriptions s
      where s.id = ${prepared.id} and s.status = 'active' and s.starts_at > now()
        and (select count(*) from subscription_changes c where c.subscription_id = s.id) = 1
    ), history as (
      delete from subscription_changes c using held where c.subscription_id = held.id
    )
    select id from held`);
  if (!gone) return undefined;
  await tx.delete(subscriptions).where(eq(subscriptions.id, gone.id));
  return gone.id;
}

export async function writeRenewal(
  tx: Executor,
  id: number,
  renewal: RenewalChoice,
): Promise<SubscriptionRow> {
  const [row] = await tx
    .update(subscriptions)
    .set(
      renewal === "off"
        ? { renewsAt: null }
        : { renewsAt: sql`greatest(${subscriptions.endsAt}, now())`, rest: renewal },
    )
    .where(eq(subscriptions.id, id))
    .returning();
  return row!;
}

/** What became due while an account was suspended begins now: the periods in between are not granted. */
export async function renewFromNow(tx: Executor, accountId: number): Promise<void> {
  await tx.execute(sql`
    update subscriptions s set renews_at = now()
    where s.account_id = ${accountId} and s.status = 'active' and s.renews_at < now()
      and not exists (select from subscriptions n where n.renewed_from = s.id)`);
}

/** The subscriptions of an account of which a next period has been prepared. */
export async function selectPrepared(tx: Executor, accountId: number): Promise<number[]> {
  const rows = await tx
    .select({ from: subscriptions.renewedFrom })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.accountId, accountId),
        eq(subscriptions.status, "active"),
        gt(subscriptions.startsAt, sql`now()`),
        sql`${subscriptions.renewedFrom} is not null`,
      ),
    )
    .orderBy(subscriptions.id);
  return rows.map(({ from }) => from!);
}
