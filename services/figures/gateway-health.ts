import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  type DatabaseHealth,
  type JobHealth,
  type ProviderHealth,
  selectDatabaseHealth,
  selectJobHealth,
  selectProviderHealth,
} from "#db/queries/messages/health.ts";
import { database } from "#runtime/database.ts";

/** Of the last hour so many messages are looked at. */
const LATEST = 5_000;
/** A job that waits longer has nobody who takes it. */
const OVERDUE_MINUTES = 10;
/** From this share of failures on a provider is in trouble; a few failures of very few messages say nothing. */
const TROUBLE = { share: 0.2, least: 5 };

export interface GatewayHealth {
  providers: (ProviderHealth & { ok: boolean })[];
  database: DatabaseHealth & { ok: boolean; answerMs: number };
  jobs: (JobHealth & { ok: boolean })[];
}

/** How the parts of the gateway are, at this moment. */
export async function gatewayHealth(actor: Actor): Promise<GatewayHealth> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const begun = performance.now();
  const databaseHealth = await selectDatabaseHealth(database());
  const answerMs = performance.now() - begun;
  const [providers, jobs] = await Promise.all([
    selectProviderHealth(database(), LATEST),
    selectJobHealth(database()),
  ]);
  return {
    providers: providers.map((each) => ({ ...each, ok: !inTrouble(each) })),
    database: {
      ...databaseHealth,
      answerMs,
      ok: databaseHealth.connections < 0.9 * databaseHealth.mostConnections,
    },
    jobs: jobs.map((each) => ({ ...each, ok: !each.failed && (each.overdue ?? 0) < OVERDUE_MINUTES })),
  };
}

function inTrouble({ accepted, rejected, unknown }: ProviderHealth): boolean {
  const bad = rejected + unknown;
  return bad >= TROUBLE.least && bad >= TROUBLE.share * (accepted + bad);
}
