import { type ProviderHealth, selectProviderHealth } from "#db/queries/messages/health.ts";
import { database } from "#runtime/database/pools.ts";
import { sharedFor } from "#runtime/shared.ts";

/** At most this many of the last hour's messages are examined. */
const LATEST = 5_000;
/** The figures are the same for all who look, and reading them takes longer than everything else on a page. */
const AGE_MS = 5_000;

/** Outcomes of the last hour's messages by provider, at most five seconds old. */
export function recentProviderHealth(): Promise<ProviderHealth[]> {
  return sharedFor("providers.health", AGE_MS, () => selectProviderHealth(database(), LATEST));
}
