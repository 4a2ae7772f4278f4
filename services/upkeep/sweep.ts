import { release, sweep } from "#db/ledger/upkeep.ts";
import { deleteOldChangeKeys } from "#db/queries/audit/change-keys.ts";
import { deleteOldTests } from "#db/queries/gateway/provider-tests.ts";
import { deleteOldKeys } from "#db/queries/messages/idempotency-keys.ts";
import { deleteOldParked } from "#db/queries/messages/parked-reports.ts";
import { findPendingSince, movePendingSince } from "#db/queries/messages/pending-since.ts";
import { deleteOldRefs } from "#db/queries/messages/provider-refs.ts";
import { database } from "#runtime/database/pools.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { longestDeliveryMs } from "#services/sending/provider-chain.ts";

/**
 * Added to the providers' own time-outs: five seconds for settlement, and room for a busy machine. A settlement that a
 * hanging database delayed for longer still replaces "unknown" when it arrives.
 */
const SWEEP_MARGIN_MS = 10_000;

/** The age at which a pending message can no longer be in progress in any process. */
export async function sweepAgeMs(): Promise<number> {
  return (await longestDeliveryMs()) + SWEEP_MARGIN_MS;
}

/** Marks messages left pending by a dead process as unknown, and releases unknown messages after 24 hours. */
export async function sweepMessages(): Promise<void> {
  const olderThan = await sweepAgeMs();
  const since = await findPendingSince(database());
  const swept = await untilNone(() => withSendPool((sql) => sweep(sql, olderThan, since)));
  await movePendingSince(database());
  const released = await untilNone(() => withSendPool(release));
  if (swept + released > 0) log().info({ swept, released }, "sweep");
}

/** Frees idempotency keys of the API older than 24 hours, and keys of changes older than 30 days. */
export async function freeKeys(): Promise<void> {
  await untilNone(() => withSendPool(deleteOldKeys));
  await deleteOldChangeKeys(database());
}

/** Deletes provider ids for which delivery reports can no longer arrive, and reports whose message never appeared, and what became of tests. */
export async function forgetRefs(): Promise<void> {
  await untilNone(() => withSendPool(deleteOldRefs));
  await untilNone(() => withSendPool(deleteOldParked));
  await untilNone(() => deleteOldTests(database()));
}

async function untilNone(batch: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let moved = await batch(); moved > 0; moved = await batch()) total += moved;
  return total;
}
