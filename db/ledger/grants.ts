import { eq, sql } from "drizzle-orm";
import { subscriptions } from "#db/schema/subscriptions.ts";
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

/** A longer period: from its end on, or from now on where it ended already. */
export async function moveEnd(tx: Executor, id: number, days: number): Promise<Row> {
  const [row] = await tx
    .update(subscriptions)
    .set({ endsAt: sql`greatest(${subscriptions.endsAt}, now()) + make_interval(days => ${days})` })
    .where(eq(subscriptions.id, id))
    .returning();
  return row!;
}

/** For good. What was charged stays charged, what fails later still returns; sends go to the next subscription. */
export async function endForGood(tx: Executor, id: number): Promise<Row> {
  const [row] = await tx
    .update(subscriptions)
    .set({ status: "cancelled" })
    .where(eq(subscriptions.id, id))
    .returning();
  return row!;
}
