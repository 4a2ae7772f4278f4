import { sql } from "drizzle-orm";
import { findSetting, putSetting } from "#db/queries/gateway/settings.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { firstIdSince } from "./message-hours.ts";

const NAME = "messages_pending_since";

/**
 * An id that no pending message is below. No index names the status (db/schema/messages.ts), so the sweep and the log's
 * filter walk the primary key from here. It may be too low, and is never too high.
 */
export async function findPendingSince(db: Executor): Promise<number> {
  const found = await findSetting(db, NAME);
  return typeof found === "number" ? found : 0;
}

/**
 * Moves it on, to the oldest message that is pending. Not beyond the last minutes: a transaction that has taken an id
 * may still be at work, and its message is not to be seen yet. PostgreSQL ends those after seconds.
 */
export async function movePendingSince(db: Executor): Promise<void> {
  const recent = await firstIdSince(db, new Date());
  const [row] = await db.execute<{ id: number | null }>(sql`
    select min(id)::float8 as id from messages
    where id >= ${await findPendingSince(db)} and id < ${recent} and status = 'pending'`);
  await putSetting(db, NAME, row?.id ?? recent);
}
