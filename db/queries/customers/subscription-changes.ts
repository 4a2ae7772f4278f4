import { desc, eq } from "drizzle-orm";
import { subscriptionChanges } from "#db/schema/customers/subscription-changes.ts";
import type { Executor } from "#runtime/database/pools.ts";

type Row = typeof subscriptionChanges.$inferSelect;
export type SubscriptionChangeRow = Omit<Row, "subscriptionId">;

export async function insertSubscriptionChange(
  tx: Executor,
  values: Pick<Row, "subscriptionId" | "kind" | "endsAt" | "note" | "actorKind" | "actorName"> &
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
      endsAt: subscriptionChanges.endsAt,
      note: subscriptionChanges.note,
      actorKind: subscriptionChanges.actorKind,
      actorName: subscriptionChanges.actorName,
      at: subscriptionChanges.at,
    })
    .from(subscriptionChanges)
    .where(eq(subscriptionChanges.subscriptionId, subscriptionId))
    .orderBy(desc(subscriptionChanges.id));
}
