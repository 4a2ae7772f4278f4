import { asc, eq, sql } from "drizzle-orm";
import { subscriptions } from "#db/schema/subscriptions.ts";
import type { Executor } from "#runtime/database.ts";

export type SubscriptionRow = typeof subscriptions.$inferSelect;

/** A new subscription starts unused; from here on only the ledger writes `used`. */
export async function insertSubscription(
  tx: Executor,
  accountId: number,
  { days, ...values }: Pick<SubscriptionRow, "plan" | "unit" | "quota"> & { days: number },
): Promise<SubscriptionRow> {
  const [row] = await tx
    .insert(subscriptions)
    // The database's clock, as in every statement that asks whether it has ended.
    .values({
      ...values,
      accountId,
      startsAt: sql`now()`,
      endsAt: sql`now() + make_interval(days => ${days})`,
    })
    .returning();
  return row!;
}

/** In the order in which sends are charged to them. */
export async function selectSubscriptions(db: Executor, accountId: number): Promise<SubscriptionRow[]> {
  return db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.accountId, accountId))
    .orderBy(asc(subscriptions.endsAt), asc(subscriptions.id));
}
