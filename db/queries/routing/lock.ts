import { sql } from "drizzle-orm";
import { routingVersion } from "#db/schema/routing.ts";
import type { Executor } from "#runtime/database/pools.ts";

/**
 * Serialises all changes of providers and routing; to be taken first in their transactions, because the trigger that
 * renews the version locks the same row. Sends are not blocked.
 */
export async function lockRouting(tx: Executor): Promise<void> {
  await tx.execute(sql`select from ${routingVersion} for no key update`);
}
