import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { AccountName } from "#core/customer/account-name.ts";
import { accountNameIfAny } from "#db/queries/customers/accounts.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { providers } from "#db/schema/providers/providers.ts";
import { routeProviders, routes } from "#db/schema/routing.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface RouteRow {
  id: number;
  prefix: string;
  accountId: number | null;
  accountName: AccountName | null;
  /** Names, in the order in which they are tried. */
  providers: string[];
}

const namesOf = sql<string[]>`array(
  select p.name from ${routeProviders} rp join ${providers} p on p.id = rp.provider_id
  where rp.route_id = routes.id order by rp.position)`;
const shown = {
  id: routes.id,
  prefix: routes.prefix,
  accountId: routes.accountId,
  accountName: accountNameIfAny,
  providers: namesOf,
};

/** By prefix, and of one prefix the general route first. */
export function selectRoutes(db: Executor): Promise<RouteRow[]> {
  return db
    .select(shown)
    .from(routes)
    .leftJoin(accounts, eq(accounts.id, routes.accountId))
    .orderBy(asc(routes.prefix), sql`${routes.accountId} nulls first`);
}

const at = (prefix: string, accountId: number | null) =>
  and(
    eq(routes.prefix, prefix),
    accountId === null ? isNull(routes.accountId) : eq(routes.accountId, accountId),
  );

export async function findRoute(
  db: Executor,
  prefix: string,
  accountId: number | null,
): Promise<RouteRow | undefined> {
  const [row] = await db
    .select(shown)
    .from(routes)
    .leftJoin(accounts, eq(accounts.id, routes.accountId))
    .where(at(prefix, accountId));
  return row;
}

/** Adds the route, or replaces the providers of the one that is there. */
export async function writeRoute(
  tx: Executor,
  { prefix, accountId, providerIds }: { prefix: string; accountId: number | null; providerIds: number[] },
): Promise<void> {
  const [found] = await tx.select({ id: routes.id }).from(routes).where(at(prefix, accountId));
  const [row] = found
    ? [found]
    : await tx.insert(routes).values({ prefix, accountId }).returning({ id: routes.id });
  const routeId = row!.id;
  await tx.delete(routeProviders).where(eq(routeProviders.routeId, routeId));
  await tx
    .insert(routeProviders)
    .values(providerIds.map((providerId, index) => ({ routeId, position: index + 1, providerId })));
}

export async function deleteRoute(tx: Executor, id: number): Promise<void> {
  await tx.delete(routes).where(eq(routes.id, id));
}

/** The prefixes of the routes that name a provider. */
export async function prefixesVia(tx: Executor, providerId: number): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ prefix: routes.prefix })
    .from(routes)
    .innerJoin(routeProviders, eq(routeProviders.routeId, routes.id))
    .where(eq(routeProviders.providerId, providerId))
    .orderBy(asc(routes.prefix));
  return rows.map(({ prefix }) => prefix);
}
