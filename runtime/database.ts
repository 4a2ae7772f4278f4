import { randomBytes } from "node:crypto";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { databaseUrl, env } from "./env.ts";
import { renew, shared } from "./shared.ts";
import { within } from "./within.ts";

/**
 * Reconnects quickly: while the database is away each attempt answers a waiting request with 503, and the
 * first attempt after it is back serves again.
 */
const RECONNECT_CEILING_S = 0.5;

/**
 * How a connection of this process shows itself in pg_stat_activity. The mark tells its own from those of every
 * other process, on whichever machine.
 */
export function connectionName(use: string): string {
  return `aman-gate ${use} ${processMark()}`;
}

export function processMark(): string {
  return shared("database.mark", () => randomBytes(6).toString("hex"));
}

function connect(name: string, max: number, settings: Record<string, string> = {}): Sql {
  return postgres(databaseUrl(), {
    max,
    connect_timeout: 5,
    idle_timeout: 300,
    max_lifetime: 60 * 60,
    backoff: (tries: number) => Math.min(0.02 * 2 ** tries, RECONNECT_CEILING_S),
    connection: { application_name: connectionName(name), ...settings },
    onnotice: () => {},
  });
}

/** Who waits longer for a lock on the way of a send is told so by PostgreSQL, and is tried apart from the others. */
const LOCK_TIMEOUT_MS = 2_000;
/** And no statement there works longer than this. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** A database that has not said even that may not be there any more: it is asked, and has so long to answer. */
const SILENT_MS = STATEMENT_TIMEOUT_MS + 2_000;
const PROBE_MS = 3_000;
/** Longer than all statements of a transaction together: what waits still has lost its connection. */
const LOST_MS = 60_000;

/**
 * Two are used where nothing goes wrong: what works, and what follows it at once. Statements that wait for somebody's lock
 * keep theirs for seconds, two of a batch that is tried apart, and as few as possible of others may queue behind them.
 */
const CONNECTIONS_PER_PLACE = 10;

/**
 * The pool of the way of a send. Apart from the desk's, because postgres.js pipelines onto busy connections:
 * a send must never queue behind a page's slow query. Timestamps come as Date. PostgreSQL plans each statement once and
 * not for each batch, since planning costs more than the statement; left to itself it plans small batches anew each time.
 */
function sendPool(): Sql {
  return shared("database.send", () =>
    connect("send", CONNECTIONS_PER_PLACE * env().SEND_BATCHES_IN_FLIGHT + 2, {
      plan_cache_mode: "force_generic_plan",
      lock_timeout: String(LOCK_TIMEOUT_MS),
      statement_timeout: String(STATEMENT_TIMEOUT_MS),
    }),
  );
}

/**
 * Asks the pool of the way of a send, each time anew: nobody keeps it. Where the database's machine is frozen, or the
 * network drops what is sent, no error comes for a quarter of an hour. So whoever has waited for twelve seconds has the
 * database asked, on another connection, whether it is there. If it does not say so both pools are given up: whoever
 * waits in them hears that the database is away, and the next statement opens another. Where it does, and an answer
 * is out for a minute all the same, a connection was lost, and this pool is given up alone.
 */
export async function withSendPool<T>(
  work: (sql: Sql) => Promise<T>,
  { silentMs = SILENT_MS, lostMs = LOST_MS } = {},
): Promise<T> {
  const sql = sendPool();
  let waits = true;
  const silent = setTimeout(async () => (await answers()) || (waits && giveUp(sql, deskPool())), silentMs);
  const lost = setTimeout(() => giveUp(sql), lostMs);
  try {
    return await work(sql);
  } finally {
    waits = false;
    clearTimeout(silent);
    clearTimeout(lost);
  }
}

/** Asked once for all who wonder at the same time. An error that PostgreSQL sends is an answer. */
function answers(): Promise<boolean> {
  return shared("database.probe", async () => {
    const sql = ownConnection("probe");
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

/** Lets go of the pool, and of the desk's along with it, where nobody did so before. */
function giveUp(send: Sql, desk?: Sql): void {
  if (sendPool() !== send) return;
  renew("database.send");
  void send.end({ timeout: 0 });
  if (!desk) return;
  renew("database.desk");
  void desk.end({ timeout: 0 });
}

interface Desk {
  sql: Sql;
  db: Database;
}

export type Database = PostgresJsDatabase;
/** What queries and the ledger take: the pool, or a transaction of it. */
export type Executor = Pick<
  Database,
  "select" | "selectDistinct" | "insert" | "update" | "delete" | "execute" | "$with" | "with"
>;

function desk(): Desk {
  return shared("database.desk", () => {
    const sql = connect("desk", env().DATABASE_POOL);
    return { sql, db: drizzle(sql) };
  });
}

/** Drizzle, for everything but sends. */
export function database(): Database {
  return desk().db;
}

/** The desk's postgres.js client. Drizzle has changed its parsers: timestamps come as text. */
export function deskPool(): Sql {
  return desk().sql;
}

/**
 * One connection of its own, for work that takes long or needs its session for itself: never from a pool, never
 * ended for its age. The caller ends it.
 */
export function ownConnection(name: string): Sql {
  return postgres(databaseUrl(), {
    max: 1,
    connect_timeout: 10,
    max_lifetime: null,
    connection: { application_name: connectionName(name) },
    onnotice: () => {},
  });
}

/** Ends both pools; open statements may finish for `timeout` seconds. */
export async function closeDatabase(timeout = 5): Promise<void> {
  await Promise.all([sendPool().end({ timeout }), deskPool().end({ timeout })]);
}

/**
 * Whether PostgreSQL itself refused a statement, so that nothing of it, and of its transaction, was done. `again`
 * where only the moment was wrong (a deadlock, a serialization failure), `alone` where what it was given may be,
 * `heldUp` where somebody's lock may hold up one of them.
 * An error of any other origin says nothing of the kind: the statement may have been done before it.
 */
export function statementRefused(error: unknown): "again" | "alone" | "heldUp" | null {
  if (!(error instanceof postgres.PostgresError)) return null;
  if (HELD_UP.has(error.code)) return "heldUp";
  if (isDatabaseAway(error)) return null;
  return error.code.startsWith("40") ? "again" : "alone";
}

/** lock_timeout; statement_timeout, or somebody cancelled it by hand. */
const HELD_UP = new Set(["55P03", "57014"]);

/** SQLSTATEs and codes of ours and the client's: the database could not be reached, is going down, did not come to it. */
const UNAVAILABLE = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
  "57P01",
  "57P02",
  "57P03",
  "57P04",
  "57P05",
  "25006",
  "TURNED_AWAY",
  ...HELD_UP,
]);

/** Connection exceptions, and insufficient resources: a full disk, too many connections. */
const UNAVAILABLE_CLASSES = ["08", "53"];

/** Whether the error says that the database is away, rather than that the statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code !== "string") continue;
    if (UNAVAILABLE.has(code) || UNAVAILABLE_CLASSES.includes(code.slice(0, 2))) return true;
  }
  return false;
}
