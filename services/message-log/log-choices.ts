import { scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { findSubscription } from "#db/queries/customers/subscription-list.ts";
import { selectSubscriptions } from "#db/queries/customers/subscriptions.ts";
import { selectProviderNames } from "#db/queries/messages/message-log-rows.ts";
import { selectOperators } from "#db/queries/routing/operators.ts";
import { database } from "#runtime/database/pools.ts";
import { scopeOfLog } from "./log-query.ts";

/** The providers by which the operator's log can be filtered. */
export async function logProviders(actor: Actor): Promise<{ id: number; name: string }[]> {
  return scopeOf(actor) === "all" ? selectProviderNames(database()) : [];
}

/** The mobile operators by which a log can be filtered: developers know them from their own numbers. */
export async function logOperators(
  actor: Actor,
  accountId: number | "all",
): Promise<{ id: number; name: string; arabicName: string | null }[]> {
  scopeOfLog(actor, { accountId });
  return (await selectOperators(database())).map(({ id, name, arabicName }) => ({ id, name, arabicName }));
}

/** The subscriptions by which a log can be filtered: an account's; of all accounts, only the chosen one. */
export async function logSubscriptions(
  actor: Actor,
  accountId: number | "all",
  chosen?: number,
): Promise<{ id: number; plan: string }[]> {
  const scope = scopeOfLog(actor, { accountId });
  const one = async (id: number) => [(await findSubscription(database(), id, scope)) ?? []].flat();
  const found =
    accountId !== "all"
      ? await selectSubscriptions(database(), accountId)
      : chosen === undefined
        ? []
        : await one(chosen);
  return found.map(({ id, plan }) => ({ id, plan }));
}
