import { and, asc, eq, inArray, min, sql } from "drizzle-orm";
import { subscriptionChanges } from "#db/schema/customers/subscription-changes.ts";
import { subscriptions } from "#db/schema/customers/subscriptions.ts";
import type { Executor } from "#runtime/database/pools.ts";

type ChangeRow = typeof subscriptionChanges.$inferSelect;

/** The changes of subscriptions, oldest first. */
export async function selectChangesOf(
  db: Executor,
  ids: number[],
): Promise<Pick<ChangeRow, "subscriptionId" | "kind" | "credits" | "at" | "endsAt">[]> {
  return db
    .select({
      subscriptionId: subscriptionChanges.subscriptionId,
      kind: subscriptionChanges.kind,
      credits: subscriptionChanges.credits,
      at: subscriptionChanges.at,
      endsAt: subscriptionChanges.endsAt,
    })
    .from(subscriptionChanges)
    .where(inArray(subscriptionChanges.subscriptionId, ids))
    .orderBy(asc(subscriptionChanges.id));
}

/** The present day in a time zone, and the day on which an account's first subscription began or will begin. */
export async function findLedgerDays(
  db: Executor,
  accountId: number,
  zone: string,
): Promise<{ today: string; first: string | null }> {
  const [row] = await db
    .select({
      today: sql<string>`to_char(now() at time zone ${zone}, 'YYYY-MM-DD')`,
      first: sql<string | null>`to_char(${min(subscriptions.startsAt)} at time zone ${zone}, 'YYYY-MM-DD')`,
    })
    .from(subscriptions)
    .where(and(eq(subscriptions.accountId, accountId)));
  return row!;
}

/** The beginning of the first day and the end of the last one, and the database's present time. */
export async function findDayBounds(
  db: Executor,
  { from, to, zone }: { from: string; to: string; zone: string },
): Promise<{ from: Date; until: Date; now: Date }> {
  const seconds = (time: ReturnType<typeof sql>) => sql`extract(epoch from ${time})::float8`;
  const [row] = await db.execute<{ from: number; until: number; now: number }>(sql`
    select ${seconds(sql`${from}::date::timestamp at time zone ${zone}`)} as from,
      ${seconds(sql`(${to}::date + 1)::timestamp at time zone ${zone}`)} as until, ${seconds(sql`now()`)} as now`);
  const { from: begins, until, now } = row!;
  return { from: new Date(begins * 1000), until: new Date(until * 1000), now: new Date(now * 1000) };
}

export interface UseRow {
  subscriptionId: number;
  /** Null for everything after the period. */
  day: string | null;
  charged: number;
  returned: number;
}

/** The counted credits of an account by subscription and day, from a time on; after `until` in one sum. */
export async function selectUses(
  db: Executor,
  {
    accountId,
    from,
    until,
    counted,
    zone,
  }: { accountId: number; from: Date; until: Date; counted: Date; zone: string },
): Promise<UseRow[]> {
  const rows = await db.execute<UseRow & Record<string, unknown>>(sql`
    select subscription_id as "subscriptionId",
      case when hour < ${until.toISOString()}::timestamptz then to_char(hour at time zone ${zone}, 'YYYY-MM-DD') end as day,
      sum(charged)::float8 as charged, sum(returned)::float8 as returned
    from message_counts
    where account_id = ${accountId} and hour >= ${from.toISOString()}::timestamptz
      and hour < ${counted.toISOString()}::timestamptz
    group by 1, 2`);
  return [...rows];
}
