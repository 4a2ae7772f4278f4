import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import { env } from "#runtime/env.ts";
import { kept, renew, shared } from "#runtime/shared.ts";
import { connect } from "./connection.ts";

export type Database = PostgresJsDatabase;
/** What queries and the ledger take: the pool, or a transaction of it. */
export type Executor = Pick<
  Database,
  "select" | "selectDistinct" | "insert" | "update" | "delete" | "execute" | "$with" | "with"
>;

type PoolName = "send" | "desk" | "jobs";

interface Pool {
  sql: Sql;
  /** Drizzle over it, where it was asked for. */
  db?: Database;
  openedAt: number;
}

const keyOf = (name: PoolName) => `database.${name}`;
const poolNames: PoolName[] = ["send", "desk", "jobs"];

/** Who waits longer for a lock on the way of a send is told so by PostgreSQL, and is tried apart from the others. */
const LOCK_TIMEOUT_MS = 2_000;
/** And no statement there works longer than this. */
export const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * Two are used where nothing goes wrong: what works, and what follows it at once. Statements that wait for somebody's lock
 * keep theirs for seconds, two of a batch that is tried apart, and as few as possible of others may queue behind them.
 */
const CONNECTIONS_PER_PLACE = 10;

/** pg-boss asks seldom, and little. */
const JOB_CONNECTIONS = 3;

const open: Record<PoolName, () => Sql> = {
  send: () =>
    connect({
      use: "send",
      max: CONNECTIONS_PER_PLACE * env().SEND_BATCHES_IN_FLIGHT + 2,
      settings: {
        // PostgreSQL plans each statement once and not for each batch, since planning costs more than the statement;
        // left to itself it plans small batches anew each time.
        plan_cache_mode: "force_generic_plan",
        lock_timeout: `${LOCK_TIMEOUT_MS}`,
        statement_timeout: `${STATEMENT_TIMEOUT_MS}`,
      },
      onError: noticeDemotion,
    }),
  desk: () => connect({ use: "desk", max: env().DATABASE_POOL, onError: noticeDemotion }),
  jobs: () =>
    connect({
      use: "jobs",
      max: JOB_CONNECTIONS,
      transform: { undefined: null },
      onError: noticeDemotion,
    }),
};

function pool(name: PoolName): Pool {
  return shared<Pool>(keyOf(name), () => ({ sql: open[name](), openedAt: performance.now() }));
}

/**
 * The pool of the way of a send; ask it by `withSendPool`. Apart from the desk's, because postgres.js pipelines onto busy
 * connections: a send must never queue behind a page's slow query. Timestamps come as Date.
 */
export const sendPool = (): Sql => pool("send").sql;

/** Drizzle, for everything but sends. */
export function database(): Database {
  const desk = pool("desk");
  desk.db ??= drizzle(desk.sql);
  return desk.db;
}

/** The desk's postgres.js client. Drizzle has changed its parsers: timestamps come as text. */
export function deskPool(): Sql {
  database();
  return pool("desk").sql;
}

/** The pool of the background jobs, for pg-boss. */
export const jobsPool = (): Sql => pool("jobs").sql;

/**
 * Lets go of pools at once: whoever waits in them hears that the database is away, and the next statement opens
 * others. Where `sql` is given, only if it is one of the present pools: others may have done it before.
 */
export function giveUp(names: PoolName[], sql?: Sql): void {
  if (sql && !names.some((name) => kept<Pool>(keyOf(name))?.sql === sql)) return;
  for (const name of names) {
    const given = kept<Pool>(keyOf(name));
    if (!given) continue;
    renew(keyOf(name));
    void given.sql.end({ timeout: 0 });
  }
}

/** read_only_sql_transaction: the server became a standby, or somebody made it read-only. */
const READ_ONLY = "25006";
/** A server that stays read-only must not make each statement open all pools anew. */
const DEMOTION_PAUSE_MS = 1_000;

/**
 * A server that takes no writes any more may keep its connections, and go on answering reads with what is out of
 * date. So all pools end, and what comes next looks for the primary.
 */
function noticeDemotion({ code }: { code?: unknown }): void {
  if (code !== READ_ONLY) return;
  const aged = poolNames.filter(
    (name) => performance.now() - (kept<Pool>(keyOf(name))?.openedAt ?? 0) > DEMOTION_PAUSE_MS,
  );
  // Let whoever asked hear its own error first.
  setImmediate(() => giveUp(aged));
}

/** Ends the pools; open statements may finish for `timeout` seconds. */
export async function closeDatabase(timeout = 5): Promise<void> {
  await Promise.all(poolNames.map((name) => kept<Pool>(keyOf(name))?.sql.end({ timeout })));
}
