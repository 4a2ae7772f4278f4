import postgres, { type Sql } from "postgres";
import { renew, shared } from "#runtime/shared.ts";
import { within } from "#runtime/within.ts";
import { hostInUse, ownConnection } from "./connection.ts";
import { giveUp, STATEMENT_TIMEOUT_MS, sendPool } from "./pools.ts";

/**
 * After this time not even PostgreSQL's own statement time-out has been reported, so the server may be unreachable and
 * is probed.
 */
const SILENT_MS = STATEMENT_TIMEOUT_MS + 2_000;
/** How long the probe may take. */
const PROBE_MS = 3_000;
/** Longer than all statements of a transaction together may take: whoever still waits has lost the connection. */
const LOST_MS = 60_000;

/**
 * Runs `work` on the current pool of the send path; callers must not keep the pool. If the database's machine is frozen
 * or the network drops packets, TCP reports no error for a quarter of an hour. Therefore, when an answer has been
 * outstanding for twelve seconds, the database is probed on another connection. If the probe fails, all pools are given
 * up: everything waiting in them fails as "database unavailable", and the next statement opens new ones. If the probe
 * succeeds but the answer is still missing after a minute, only that connection was lost, and only this pool is given
 * up.
 */
export async function withSendPool<T>(
  work: (sql: Sql) => Promise<T>,
  { silentMs = SILENT_MS, lostMs = LOST_MS } = {},
): Promise<T> {
  const sql = sendPool();
  let waits = true;
  const silent = setTimeout(
    async () => (await answers(hostInUse(sql))) || (waits && giveUp(["send", "desk", "jobs"], sql)),
    silentMs,
  );
  const lost = setTimeout(() => giveUp(["send"], sql), lostMs);
  try {
    return await work(sql);
  } finally {
    waits = false;
    clearTimeout(silent);
    clearTimeout(lost);
  }
}

/** One probe is shared by all concurrent callers. An error that PostgreSQL sends counts as an answer. */
function answers(host: number): Promise<boolean> {
  return shared("database.probe", async () => {
    // Probe the silent host itself: another one of the list may be healthy.
    const sql = ownConnection("probe", { host });
    const asked = sql`select 1`.then(
      () => true,
      (error) => error instanceof postgres.PostgresError,
    );
    const answered = await within(PROBE_MS, asked);
    renew("database.probe");
    void sql.end({ timeout: 0 });
    return answered === true;
  });
}
