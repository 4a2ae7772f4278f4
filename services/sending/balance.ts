import { withSendPool } from "#runtime/database/send-pool.ts";

export interface ActiveSubscription {
  id: number;
  plan: string;
  unit: "message" | "segment";
  quota: number;
  used: number;
  endsAt: Date;
}

/** The account's current subscriptions, in the order in which sends are charged to them. */
export async function activeSubscriptions(accountId: number): Promise<ActiveSubscription[]> {
  return withSendPool(
    (sql) => sql<ActiveSubscription[]>`
      select id, plan, unit, quota, used, ends_at as "endsAt" from subscriptions
      where account_id = ${accountId} and status = 'active' and starts_at <= now() and ends_at > now()
      order by ends_at, id`,
  );
}
