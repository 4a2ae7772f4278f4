import { asc } from "drizzle-orm";
import { binds } from "#db/schema/providers/binds.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** Every session that carriers allow, as its owner last wrote it. */
export async function selectAllBinds(db: Executor) {
  return db
    .select({
      providerId: binds.providerId,
      slot: binds.slot,
      state: binds.state,
      process: binds.process,
      address: binds.address,
      why: binds.why,
      stateSince: binds.stateSince,
    })
    .from(binds)
    .orderBy(asc(binds.providerId), asc(binds.slot));
}
