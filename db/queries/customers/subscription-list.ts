import { and, asc, count, desc, eq, gt, gte, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { Scope } from "#core/access/access.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import type { SubscriptionState } from "#core/customer/subscription.ts";
import { accountsNamed, containing } from "#db/queries/containing.ts";
import { accountName } from "#db/queries/customers/accounts.ts";
import { within } from "#db/queries/scope.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { subscriptions } from "#db/schema/customers/subscriptions.ts";
import type { Executor } from "#runtime/database/pools.ts";
import type { SubscriptionRow } from "./subscriptions.ts";

/** With its account's name, for lists over all accounts. */
export type OwnedSubscriptionRow = SubscriptionRow & { accountName: AccountName };

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
