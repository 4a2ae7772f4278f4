import postgres, { type Sql } from "postgres";
import { renew, shared } from "#runtime/shared.ts";
import { within } from "#runtime/within.ts";
import { hostInUse, ownConnection } from "./connection.ts";
import { giveUp, STATEMENT_TIMEOUT_MS, sendPool } from "./pools.ts";

/** A database that has not said even that a statement took too long may not be there any more: it is asked. */
const SILENT_MS = STATEMENT_TIMEOUT_MS + 2_000;
/** How long it has to answer. */
const PROBE_MS = 3_000;
/** Longer than all statements of a transaction together: what waits still has lost its connection. */
const LOST_MS = 60_000;

/**
 * Asks the pool of the way of a send, each time anew: nobody keeps it. Where the database's machine is frozen, or the
 * network drops what is sent, no error comes for a quarter of an hour. So whoever has waited for twelve seconds has the
 * database asked, on another connection, whether it is there. If it does not say so all pools are given up: whoever
 * waits in them hears that the database is away, and the next statement opens another. Where it does, and an answer
 * is out for a minute all the same, a connection was lost, and this pool is given up alone.
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

/** Asked once for all who wonder at the same time. An error that PostgreSQL sends is an answer. */
function answers(host: number): Promise<boolean> {
  return shared("database.probe", async () => {
    // The host that says nothing: another one of the list may be well.
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
