import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import { subscriptionChanges } from "#db/schema/customers/subscription-changes.ts";
import { subscriptions } from "#db/schema/customers/subscriptions.ts";
import { messages } from "#db/schema/messages/messages.ts";
import type { Executor } from "#runtime/database/pools.ts";
import type { SubscriptionRow } from "./subscriptions.ts";

export interface LedgerSums {
  /** Credits granted according to the history. */
  granted: number;
  /** Credits of the messages that still exist. */
  charged: number;
  returned: number;
  quota: number;
  used: number;
  usedByDeleted: number;
}

/** Everything that must balance, in one statement and hence on one snapshot, so that it holds while sends go on. */
export async function selectLedgerSums(
  db: Executor,
  { id, accountId }: { id: number; accountId: number },
): Promise<LedgerSums> {
  // Both sums in one pass, since there may be very many messages.
  const held = sql<[number, number]>`(
    select json_build_array(coalesce(sum(m.credits), 0),
      coalesce(sum(m.credits) filter (where m.status = 'failed'), 0))
    from ${messages} m
    where m.account_id = ${accountId} and m.subscription_id = ${id}
  )`;
  const [row] = await db
    .select({
      granted: sql<number>`(
        select coalesce(sum(c.credits), 0)::float8 from ${subscriptionChanges} c where c.subscription_id = ${id}
      )`,
      held,
      quota: subscriptions.quota,
      used: subscriptions.used,
      usedByDeleted: subscriptions.usedByDeleted,
    })
    .from(subscriptions)
    .where(and(eq(subscriptions.id, id), eq(subscriptions.accountId, accountId)));
  const { held: sums, ...rest } = row!;
  return { ...rest, charged: sums[0], returned: sums[1] };
}

export interface SubscriptionMessageRow {
  id: number;
  number: string;
  status: (typeof messages.$inferSelect)["status"];
  credits: number;
  createdAt: Date;
}

/**
 * The messages charged to a subscription, newest first. Limited to the time in which the subscription ran, so that for
 * an old one the account's newer messages are not read.
 */
export async function selectSubscriptionMessages(
  db: Executor,
  { id, accountId, startsAt, endsAt }: Pick<SubscriptionRow, "id" | "accountId" | "startsAt" | "endsAt">,
  limit: number,
): Promise<SubscriptionMessageRow[]> {
  return db
    .select({
      id: messages.id,
      number: messages.number,
      status: messages.status,
      credits: messages.credits,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .where(
      and(
        eq(messages.accountId, accountId),
        eq(messages.subscriptionId, id),
        gte(messages.createdAt, startsAt),
        lt(
          messages.createdAt,
          sql`(select coalesce(min(c.at) filter (where c.kind = 'cancel'), ${endsAt.toISOString()}::timestamptz)
            + interval '1 minute' from ${subscriptionChanges} c where c.subscription_id = ${id})`,
        ),
      ),
    )
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(limit);
}
