import { canOperate, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { canBeginWith } from "#core/phone/countries.ts";
import { type Coverage, coverageOf } from "#core/routing/coverage.ts";
import { routeRef, routeSettings } from "#core/routing/routing-input.ts";
import { selectProviders } from "#db/queries/gateway/providers.ts";
import { lockRouting } from "#db/queries/routing/lock.ts";
import { selectOperators } from "#db/queries/routing/operators.ts";
import {
  deleteRoute,
  findRoute,
  type RouteRow,
  selectRoutes,
  writeRoute,
} from "#db/queries/routing/routes.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";
import { allowedCountries } from "#services/sending/countries.ts";

export type Route = Omit<RouteRow, "id">;

const view = ({ id: _, ...route }: RouteRow): Route => route;
/** How the audit log names a route: its prefix, and the account if it is one account's. */
const subjectOf = (prefix: string, accountId: number | null) =>
  accountId === null ? prefix : `${prefix}/${accountId}`;

export async function listRoutes(actor: Actor): Promise<Route[]> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return (await selectRoutes(database())).map(view);
}

export interface RouteCoverage extends Coverage {
  /** The prefixes of routes for numbers to which nothing is sent, because their country is not allowed. */
  unserved: string[];
}

/** Which of the operators' prefixes have a route for everybody, and which routes are for nobody. */
export async function routeCoverage(actor: Actor): Promise<RouteCoverage> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const [operators, routes, countries] = await Promise.all([
    selectOperators(database()),
    selectRoutes(database()),
    allowedCountries(),
  ]);
  const coverage = coverageOf(
    operators.flatMap(({ prefixes }) => prefixes),
    routes.filter(({ accountId }) => accountId === null).map(({ prefix }) => prefix),
  );
  const prefixes = new Set(routes.map(({ prefix }) => prefix));
  return { ...coverage, unserved: [...prefixes].filter((prefix) => !canBeginWith(prefix, countries)) };
}

/** Adds a route, or replaces the providers of the one with this prefix and account, unless it has to be a new one. */
export async function setRoute(actor: Actor, input: unknown): Promise<Route> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const values = checked(routeSettings, input);
  const { prefix, accountId, providers, isNew, basis } = values;
  const row = await auditedOnce(
    actor,
    { action: "route.set", input, values, again: (tx) => presentRoute(tx, prefix, accountId) },
    async (tx) => {
      await lockRouting(tx);
      const idOf = new Map((await selectProviders(tx)).map(({ name, id }) => [name, id]));
      const providerIds = providers.map((name) => {
        const id = idOf.get(name);
        if (id === undefined) throw new Refused("provider_not_found", { name });
        return id;
      });
      const before = await findRoute(tx, prefix, accountId);
      if (isNew && before) throw new Refused("route_taken", { prefix });
      const subjectId = subjectOf(prefix, accountId);
      await refuseOutdated(tx, actor, {
        noun: "route",
        id: subjectId,
        basis,
        now: { providers: before?.providers.join(", ") ?? "" },
      });
      await writeRoute(tx, { prefix, accountId, providerIds });
      await audit(tx, actor, {
        action: "route.set",
        subjectId,
        accountId,
        before: before ? { prefix, providers: before.providers } : null,
        after: { prefix, providers },
      });
      return presentRoute(tx, prefix, accountId);
    },
    { routes_account_id_accounts_id_fk: new Refused("account_not_found", { id: accountId ?? 0 }) },
  );
  return view(row);
}

async function presentRoute(tx: Executor, prefix: string, accountId: number | null): Promise<RouteRow> {
  const row = await findRoute(tx, prefix, accountId);
  if (row) return row;
  throw accountId === null
    ? new Refused("route_not_found", { prefix })
    : new Refused("route_of_account_not_found", { prefix, account: accountId });
}

export async function removeRoute(actor: Actor, input: unknown): Promise<Route> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { prefix, accountId } = checked(routeRef, input);
  return auditedTransaction(async (tx) => {
    await lockRouting(tx);
    const row = await presentRoute(tx, prefix, accountId);
    await deleteRoute(tx, row.id);
    await audit(tx, actor, {
      action: "route.remove",
      subjectId: subjectOf(prefix, accountId),
      accountId,
      before: { prefix, providers: row.providers },
    });
    return view(row);
  });
}
