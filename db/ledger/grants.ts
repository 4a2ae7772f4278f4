import { eq, sql } from "drizzle-orm";
import { INT4_MAX } from "#core/input/id.ts";
import { subscriptions } from "#db/schema/customers/subscriptions.ts";
import type { Executor } from "#runtime/database/pools.ts";

/**
 * What the operator gives and takes: quota, period, an end. Each takes the subscription under its lock (see
 * `lockSubscription`), in a statement that begins when the lock is held, so that it sees what sends left behind.
 * Sends that wait for the lock meanwhile look again at what they find afterwards.
 */

type Row = typeof subscriptions.$inferSelect;

/** More credits. Sends that were refused for want of room succeed from the next one on. */
export async function raiseQuota(tx: Executor, id: number, credits: number): Promise<Row> {
  const [row] = await tx
    .update(subscriptions)
    .set({ quota: sql`${subscriptions.quota} + ${credits}` })
    .where(eq(subscriptions.id, id))
    .returning();
  return row!;
}

/**
 * Moves the credits that are left in an ended subscription to its next period. Both are locked by the caller. A send
 * that still waits for the first one's lock finds no room in it.
 */
export async function carryOver(
  tx: Executor,
  from: Row,
  to: Row,
): Promise<{ credits: number; from: Row; to: Row }> {
  const credits = Math.min(from.quota - from.used, INT4_MAX - to.quota);
  return {
    credits,
    from: credits === 0 ? from : await raiseQuota(tx, from.id, -credits),
    to: credits === 0 ? to : await raiseQuota(tx, to.id, credits),
  };
}

/** A longer period: from its end on, or from now on where it ended already. */
export async function moveEnd(tx: Executor, id: number, days: number): Promise<Row> {
  const [row] = await tx
    .update(subscriptions)
    .set({
      endsAt: sql`greatest(${subscriptions.endsAt}, now()) + make_interval(days => ${days})`,
      // Later periods follow the new end.
      renewsAt: sql`case when ${subscriptions.renewsAt} is not null
        then greatest(${subscriptions.endsAt}, now()) + make_interval(days => ${days}) end`,
      periodDay: null,
    })
    .where(eq(subscriptions.id, id))
    .returning();
  return row!;
}

/** For good. What was charged stays charged, what fails later still returns; sends go to the next subscription. */
export async function endForGood(tx: Executor, id: number): Promise<Row> {
  const [row] = await tx
    .update(subscriptions)
    .set({ status: "cancelled", cancelledAt: sql`now()`, renewsAt: null })
    .where(eq(subscriptions.id, id))
    .returning();
  return row!;
}
