import { sql } from "drizzle-orm";
import { findSetting, putSetting } from "#db/queries/gateway/settings.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { firstIdSince } from "./message-hours.ts";

const NAME = "messages_pending_since";

/**
 * An id that is not above that of any pending message. No index contains the status (db/schema/messages/messages.ts), so the
 * sweep and the log's filter scan the primary key from here. It may be too low but is never too high.
 */
export async function findPendingSince(db: Executor): Promise<number> {
  const found = await findSetting(db, NAME);
  return typeof found === "number" ? found : 0;
}

/**
 * Advances it to the oldest pending message, but not into the last few minutes: a transaction that has taken an id may
 * be uncommitted, and its message not yet visible. PostgreSQL ends such transactions after seconds.
 */
export async function movePendingSince(db: Executor): Promise<void> {
  const recent = await firstIdSince(db, new Date());
  const [row] = await db.execute<{ id: number | null }>(sql`
    select min(id)::float8 as id from messages
    where id >= ${await findPendingSince(db)} and id < ${recent} and status = 'pending'`);
  await putSetting(db, NAME, row?.id ?? recent);
}
