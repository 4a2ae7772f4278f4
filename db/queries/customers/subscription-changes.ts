import { and, desc, eq, gt, gte } from "drizzle-orm";
import { subscriptionChanges } from "#db/schema/subscription-changes.ts";
import { subscriptions } from "#db/schema/subscriptions.ts";
import type { Executor } from "#runtime/database/pools.ts";

type Row = typeof subscriptionChanges.$inferSelect;
export type SubscriptionChangeRow = Omit<Row, "subscriptionId">;

export async function insertSubscriptionChange(
  tx: Executor,
  values: Pick<Row, "subscriptionId" | "kind" | "note" | "actorKind" | "actorName"> &
    Partial<Pick<Row, "credits" | "days">>,
): Promise<void> {
  await tx.insert(subscriptionChanges).values(values);
}

/** Newest first. */
export async function selectSubscriptionChanges(
  db: Executor,
  subscriptionId: number,
): Promise<SubscriptionChangeRow[]> {
  return db
    .select({
      id: subscriptionChanges.id,
      kind: subscriptionChanges.kind,
      credits: subscriptionChanges.credits,
      days: subscriptionChanges.days,
      note: subscriptionChanges.note,
      actorKind: subscriptionChanges.actorKind,
      actorName: subscriptionChanges.actorName,
      at: subscriptionChanges.at,
    })
    .from(subscriptionChanges)
    .where(eq(subscriptionChanges.subscriptionId, subscriptionId))
    .orderBy(desc(subscriptionChanges.id));
}

/** The credits granted to an account since a time. */
export async function selectAccountGrants(
  db: Executor,
  accountId: number,
  since: Date,
): Promise<Pick<Row, "at" | "credits">[]> {
  return db
    .select({ at: subscriptionChanges.at, credits: subscriptionChanges.credits })
    .from(subscriptionChanges)
    .innerJoin(subscriptions, eq(subscriptions.id, subscriptionChanges.subscriptionId))
    .where(
      and(
        eq(subscriptions.accountId, accountId),
        gt(subscriptionChanges.credits, 0),
        gte(subscriptionChanges.at, since),
      ),
    );
}
