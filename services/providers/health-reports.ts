import { hostname } from "node:os";
import { unbrokenSince } from "#core/gateway/unbroken-since.ts";
import { routingVersion } from "#db/queries/authorise.ts";
import {
  forgetProviderHealth,
  type SaidOfProvider,
  writeProviderHealth,
} from "#db/queries/gateway/provider-health.ts";
import { database } from "#runtime/database/pools.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { reportingProviders } from "#services/sending/provider-chain.ts";
import { stateOf } from "#services/sending/provider-states.ts";

/** How often the states are looked at: in memory, but for the version of the routing. */
const LOOK_MS = 1_000;
/** What has not changed is written this often, so that a process that died is told from one that has no news. */
const RENEW_MS = 5_000;
/** A process that was not heard of for so long is gone. */
export const HEALTH_TTL_SECONDS = 20;

/** How this process is told from the others. */
const self = `${hostname()} ${process.pid}`;

/**
 * Has this process say, for all to read, how its providers are. Providers that were changed are loaded here, so that
 * one without sends connects too. @returns a function that stops it.
 */
export function reportProviderHealth({ lookMs = LOOK_MS, renewMs = RENEW_MS } = {}): () => Promise<void> {
  let written = "";
  let writtenAt = 0;
  const sinceOf = unbrokenSince();
  const seen = new Map<string, { count: number; at: Date | null }>();

  const look = async () => {
    const providers = await reportingProviders(await withSendPool(routingVersion));
    const unrecognised = await unrecognisedCounts();
    const said = providers.map((active): SaidOfProvider => {
      const state = stateOf(active);
      const down = state.kind === "down" ? state : undefined;
      const count = unrecognised.get(active.name) ?? 0;
      const before = seen.get(active.name);
      const at = count > (before?.count ?? 0) ? new Date() : (before?.at ?? null);
      seen.set(active.name, { count, at });
      return {
        providerId: active.id,
        ready: down === undefined,
        reason: down?.reason ?? null,
        detail: down?.detail?.slice(0, 500) ?? null,
        since: sinceOf(active.id, down === undefined, down?.since ?? new Date()),
        unrecognisedAt: at,
      };
    });
    const text = JSON.stringify(said);
    if (text === written && Date.now() - writtenAt < renewMs) return;
    await writeProviderHealth(database(), self, said, HEALTH_TTL_SECONDS);
    written = text;
    writtenAt = Date.now();
  };

  let turn = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    turn = look()
      .catch((error: unknown) => log().debug({ err: error }, "the providers' health could not be written"))
      .finally(() => {
        busy = false;
      });
  }, lookMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await turn;
    await forgetProviderHealth(database(), self).catch(() => {});
  };
}

/** Of this process, by provider. */
async function unrecognisedCounts(): Promise<Map<string, number>> {
  const { values } = await metrics().unrecognised.get();
  return new Map(values.map(({ labels, value }) => [String(labels.provider), value]));
}
