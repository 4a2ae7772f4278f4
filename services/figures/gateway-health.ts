import { canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { type ProviderState, providerState } from "#core/gateway/provider-health.ts";
import { deliveringProviders } from "#core/gateway/sandbox.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  type DatabaseHealth,
  type JobHealth,
  type ProviderHealth,
  selectDatabaseHealth,
  selectJobHealth,
} from "#db/queries/messages/health.ts";
import { database } from "#runtime/database/pools.ts";
import { recentProviderHealth } from "#services/gateway/provider-health.ts";

/** A job that has been queued longer is not being picked up by any process. */
const OVERDUE_MINUTES = 10;

export interface GatewayHealth {
  providers: (ProviderHealth & { state: ProviderState; asked: boolean })[];
  database: DatabaseHealth & { ok: boolean; answerMs: number };
  jobs: (JobHealth & { ok: boolean })[];
}

/** The current state of the gateway's parts. */
export async function gatewayHealth(actor: Actor): Promise<GatewayHealth> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const begun = performance.now();
  const databaseHealth = await selectDatabaseHealth(database());
  const answerMs = performance.now() - begun;
  const [providers, jobs] = await Promise.all([recentProviderHealth(), selectJobHealth(database())]);
  const asked = new Set(deliveringProviders(providers));
  return {
    providers: providers.map((each) => ({ ...each, state: providerState(each), asked: asked.has(each) })),
    database: {
      ...databaseHealth,
      answerMs,
      ok: databaseHealth.connections < 0.9 * databaseHealth.mostConnections,
    },
    jobs: jobs.map((each) => ({ ...each, ok: !each.failed && (each.overdue ?? 0) < OVERDUE_MINUTES })),
  };
}
