import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import { env } from "#runtime/env.ts";
import { kept, renew, shared } from "#runtime/shared.ts";
import { connect } from "./connection.ts";

export type Database = PostgresJsDatabase;
/** What queries and the ledger run on: a pool, or a transaction of one. */
export type Executor = Pick<
  Database,
  "select" | "selectDistinct" | "insert" | "update" | "delete" | "execute" | "$with" | "with"
>;

type PoolName = "send" | "desk" | "jobs";

interface Pool {
  sql: Sql;
  /** The pool's Drizzle instance, once it was asked for. */
  db?: Database;
  openedAt: number;
}

const keyOf = (name: PoolName) => `database.${name}`;
const poolNames: PoolName[] = ["send", "desk", "jobs"];

/**
 * A statement on the send path that waits longer for a lock is cancelled by PostgreSQL, and its items are tried apart
 * from others.
 */
const LOCK_TIMEOUT_MS = 2_000;
/** The maximum run time of a statement on the send path. */
export const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * In normal operation two are used: the running transaction and the next one, pipelined. A statement that waits for a
 * lock holds its connection for seconds, and a batch that is tried item by item uses two; the rest exist so that as few
 * others as possible queue behind those.
 */
const CONNECTIONS_PER_PLACE = 10;

/** pg-boss sends few and small statements. */
const JOB_CONNECTIONS = 3;

const open: Record<PoolName, () => Sql> = {
  send: () =>
    connect({
      use: "send",
      max: CONNECTIONS_PER_PLACE * env().SEND_BATCHES_IN_FLIGHT + 2,
      settings: {
        // PostgreSQL plans each statement once rather than for each batch, since planning costs more than execution; by
        // default it would plan small batches anew each time.
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
 * The pool of the send path; use it through `withSendPool`. Separate from the general pool because postgres.js
 * pipelines onto busy connections: a send must never queue behind a page's slow query. Timestamps are returned as Date.
 */
export const sendPool = (): Sql => pool("send").sql;

/** Drizzle on the general pool, for everything but sends. */
export function database(): Database {
  const desk = pool("desk");
  desk.db ??= drizzle(desk.sql);
  return desk.db;
}

/** The general pool's postgres.js client. Drizzle has changed its parsers: timestamps are returned as text. */
export function deskPool(): Sql {
  database();
  return pool("desk").sql;
}

/** The pool of the background jobs, for pg-boss. */
export const jobsPool = (): Sql => pool("jobs").sql;

/**
 * Abandons pools at once: statements waiting in them fail as "database unavailable", and the next statement opens new
 * ones. With `sql`, does so only if it is still one of the current pools, since a concurrent caller may have replaced
 * it.
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
/**
 * At most one replacement of all pools in this time, or a server that stays read-only would cause one for each
 * statement.
 */
const DEMOTION_PAUSE_MS = 1_000;

/**
 * A server that no longer accepts writes may keep its connections open and go on answering reads with stale data. So
 * all pools are ended, and the next statement looks for the primary.
 */
function noticeDemotion({ code }: { code?: unknown }): void {
  if (code !== READ_ONLY) return;
  const aged = poolNames.filter(
    (name) => performance.now() - (kept<Pool>(keyOf(name))?.openedAt ?? 0) > DEMOTION_PAUSE_MS,
  );
  // Deferred, so that the caller receives its own error first.
  setImmediate(() => giveUp(aged));
}

/** Ends the pools. Running statements get `timeout` seconds to finish. */
export async function closeDatabase(timeout = 5): Promise<void> {
  await Promise.all(poolNames.map((name) => kept<Pool>(keyOf(name))?.sql.end({ timeout })));
}
