import { and, asc, count, desc, eq, gt, gte, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { Scope } from "#core/access/access.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import type { RenewalChoice, SubscriptionState } from "#core/customer/subscription.ts";
import { accountsNamed, containing } from "#db/queries/containing.ts";
import { accountName } from "#db/queries/customers/accounts.ts";
import { within } from "#db/queries/scope.ts";
import { accounts } from "#db/schema/accounts.ts";
import { messages } from "#db/schema/messages.ts";
import { subscriptionChanges } from "#db/schema/subscription-changes.ts";
import { subscriptions } from "#db/schema/subscriptions.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type SubscriptionRow = typeof subscriptions.$inferSelect;
/** With its account's name, for lists over all accounts. */
export type OwnedSubscriptionRow = SubscriptionRow & { accountName: AccountName };

/** A number of days, or of calendar months. */
export type PeriodLength = { days: number; months?: undefined } | { days?: undefined; months: number };

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

function owned(db: Executor) {
  return db
    .select({ subscription: subscriptions, accountName })
    .from(subscriptions)
    .innerJoin(accounts, eq(accounts.id, subscriptions.accountId));
}

type Owned = Awaited<ReturnType<typeof owned>>[number];
const flat = ({ subscription, accountName }: Owned): OwnedSubscriptionRow => ({
  ...subscription,
  accountName,
});

export async function findSubscription(
  db: Executor,
  id: number,
  scope: Scope,
): Promise<OwnedSubscriptionRow | undefined> {
  const [row] = await owned(db).where(and(eq(subscriptions.id, id), within(subscriptions.accountId, scope)));
  return row && flat(row);
}

const now = sql`now()`;
/** The SQL equivalent of core's `subscriptionState`. */
const inState: Record<SubscriptionState, SQL> = {
  cancelled: eq(subscriptions.status, "cancelled"),
  notBegun: and(eq(subscriptions.status, "active"), gt(subscriptions.startsAt, now))!,
  active: and(
    eq(subscriptions.status, "active"),
    lte(subscriptions.startsAt, now),
    gt(subscriptions.endsAt, now),
  )!,
  ended: and(
    eq(subscriptions.status, "active"),
    lte(subscriptions.startsAt, now),
    lte(subscriptions.endsAt, now),
  )!,
};

export interface SubscriptionFilter {
  states?: SubscriptionState[] | undefined;
  accountId?: number | undefined;
  /** Those that end by `endsBefore` and do not renew themselves, or of which this share of the quota is used. */
  due?: { endsBefore: Date; share: number } | undefined;
  /** Searches the account's or the plan's name. */
  search?: string | undefined;
}

/** Many subscriptions share few plan names, so each distinct name is compared only once. */
function plansNamed(search: string): SQL {
  const names = sql`(select distinct ${subscriptions.plan} as plan from ${subscriptions}) as names`;
  return sql`(select names.plan from ${names} where ${containing(sql`names.plan`, search)})`;
}

function matching({ states, accountId, due, search }: SubscriptionFilter): SQL | undefined {
  return and(
    states && or(...states.map((state) => inState[state])),
    accountId === undefined ? undefined : eq(subscriptions.accountId, accountId),
    due &&
      or(
        and(isNull(subscriptions.renewsAt), lte(subscriptions.endsAt, due.endsBefore)),
        gte(subscriptions.used, sql`${subscriptions.quota} * ${due.share}::float8`),
      ),
    search
      ? sql`(${subscriptions.accountId} in ${accountsNamed(search)} or ${subscriptions.plan} in ${plansNamed(search)})`
      : undefined,
  );
}

/** Of all accounts, newest first; without bounds, all of them. */
export async function selectOwnedSubscriptions(
  db: Executor,
  filter: SubscriptionFilter,
  bounds: { behind?: number | undefined; ahead?: number | undefined; limit?: number } = {},
): Promise<OwnedSubscriptionRow[]> {
  const { behind, ahead, limit } = bounds;
  const query = owned(db)
    .where(
      and(
        matching(filter),
        behind === undefined ? undefined : lt(subscriptions.id, behind),
        ahead === undefined ? undefined : gt(subscriptions.id, ahead),
      ),
    )
    .orderBy(ahead === undefined ? desc(subscriptions.id) : asc(subscriptions.id));
  const rows = (await (limit === undefined ? query : query.limit(limit))).map(flat);
  return ahead === undefined ? rows : rows.reverse();
}

export async function countOwnedSubscriptions(db: Executor, filter: SubscriptionFilter): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(subscriptions)
    .innerJoin(accounts, eq(accounts.id, subscriptions.accountId))
    .where(matching(filter));
  return row!.count;
}

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
