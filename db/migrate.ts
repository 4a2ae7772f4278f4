import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Sql } from "postgres";
import { ownConnection } from "#runtime/database/connection.ts";
import { isConflict } from "#runtime/database/errors.ts";
import { homeSchema, migrationsSchema, quoteName } from "#runtime/database/home-schema.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { type Migration, readMigrations } from "./migrations.ts";
import { checkServer } from "./server-check.ts";

/** The key of the advisory lock that lets only one process migrate at a time. Any number that nothing else uses. */
const MIGRATION_LOCK = 4_717_001;
const LOOK_AGAIN_MS = 100;

/**
 * How long a migration waits for a lock. Sends queue behind a waiting migration, and would fail after two seconds; so a
 * migration that does not get its lock gives up before that, lets the sends pass, and tries again.
 */
const LOCK_TIMEOUT_MS = 800;
const PAUSE_MS = 1_500;
/**
 * How long to keep trying. A backup may hold its locks for a long time, but a forgotten transaction holds them for
 * ever.
 */
const PATIENCE_MS = 10 * 60_000;

/** The database cannot be used with this code. The message is one line that says what to do. */
export class MigrationError extends Error {}

const doneTable = () => `${quoteName(migrationsSchema())}.__drizzle_migrations`;

/** The newest migration that this code knows, such as `0001_deferred_keys`; recorded in backups. */
export async function schemaVersion(): Promise<string> {
  return (await readMigrations()).at(-1)?.tag ?? "";
}

/**
 * The newest migration applied to a database, or null if there is none.
 * @throws {MigrationError} if the database is newer than the code.
 */
export async function appliedVersion(db: Executor): Promise<string | null> {
  const [table] = await db.execute<{ found: boolean }>(
    sql`select to_regclass(${doneTable()}) is not null as found`,
  );
  if (!table?.found) return null;
  const [last] = await db.execute<{ at: string }>(
    sql`select created_at as at from ${sql.raw(doneTable())} order by created_at desc limit 1`,
  );
  if (!last) return null;
  const known = await readMigrations();
  refuseNewer(Number(last.at), known);
  return known.find(({ when }) => when === Number(last.at))?.tag ?? "unknown";
}

/**
 * Brings the database up to date with this code, once, however many processes start together and while sends go on.
 * First determines the schema of the tables.
 * @throws {MigrationError} if the database is newer than the code, or a lock is not released in time.
 * @throws {DatabaseError | HomeSchemaError} if the server or the database is unsuitable.
 */
export async function migrate(
  url: string,
  { from, patienceMs = PATIENCE_MS }: { from?: string; patienceMs?: number } = {},
): Promise<void> {
  await checkServer(url);
  const migrations = await readMigrations(from);
  const client = ownConnection("migrations", { url });
  try {
    await takeTurn(client);
    const last = await lastDone(client);
    refuseNewer(last, migrations);
    const deadline = Date.now() + patienceMs;
    for (const migration of migrations.filter(({ when }) => when > last))
      await patiently(migration, deadline, () => run(client, migration));
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Migrations only go forward: code that does not know the newest one applied must not touch the database. */
function refuseNewer(last: number, known: Migration[]): void {
  if (last <= (known.at(-1)?.when ?? 0)) return;
  throw new MigrationError(
    "the database was written by a newer version of Aman Gate; update this copy, or restore a backup made with this version into an empty database",
  );
}

/**
 * Waits for the migration lock by polling: a process that waited within one statement would hold a snapshot, for which
 * `create index concurrently` in turn would wait.
 */
async function takeTurn(client: Sql): Promise<void> {
  for (;;) {
    const [lock] = await client<
      { taken: boolean }[]
    >`select pg_try_advisory_lock(${MIGRATION_LOCK}) as taken`;
    if (lock!.taken) return;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** The timestamp of the newest applied migration. Creates the table of applied migrations if it does not exist. */
async function lastDone(client: Sql): Promise<number> {
  const [table] = await client<{ found: boolean }[]>`select to_regclass(${doneTable()}) is not null as found`;
  if (!table?.found) {
    const schema = migrationsSchema();
    const [there] = await client`select 1 from pg_namespace where nspname = ${schema}`;
    if (!there) await client.unsafe(`create schema ${quoteName(schema)}`);
    await client.unsafe(
      `create table ${doneTable()} (id serial primary key, hash text not null, created_at bigint)`,
    );
    return 0;
  }
  const [last] = await client.unsafe<{ at: string | null }[]>(
    `select max(created_at) as at from ${doneTable()}`,
  );
  return Number(last?.at ?? 0);
}

/**
 * Runs one migration. Each has its own transaction, so that no transaction holds the locks of all. One that is marked
 * accordingly runs without a transaction (`create index concurrently`): it takes no lock that blocks writers, so it may
 * wait for its locks. If it fails, all of its statements are run again.
 */
async function run(client: Sql, { statements, transaction, hash, when }: Migration): Promise<void> {
  const done = `insert into ${doneTable()} (hash, created_at) values ($1, $2)`;
  if (!transaction) {
    await dropUnfinished(client, statements);
    for (const statement of statements) await client.unsafe(statement);
    await client.unsafe(done, [hash, when]);
    return;
  }
  await client.begin(async (tx) => {
    await tx.unsafe(`set local lock_timeout to ${LOCK_TIMEOUT_MS}`);
    for (const statement of statements) await tx.unsafe(statement);
    await tx.unsafe(done, [hash, when]);
  });
}

/** A failed `create index concurrently` leaves an invalid index behind, which `if not exists` would accept. */
async function dropUnfinished(client: Sql, statements: string[]): Promise<void> {
  const unfinished = await client<{ name: string }[]>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    where not i.indisvalid and c.relnamespace = ${homeSchema()}::regnamespace`;
  const words = new Set(statements.flatMap((statement) => statement.match(/\w+/g) ?? []));
  for (const { name } of unfinished)
    if (words.has(name)) await client.unsafe(`drop index concurrently ${quoteName(name)}`);
}

const LOCK_NOT_AVAILABLE = "55P03";

async function patiently({ tag }: Migration, deadline: number, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const waits = (error as { code?: string }).code === LOCK_NOT_AVAILABLE;
      if (!waits && !isConflict(error)) throw error;
      if (Date.now() > deadline) {
        throw new MigrationError(
          `the migration ${tag} cannot have its locks: end the transactions that have been open for long (select * from pg_stat_activity where xact_start is not null order by xact_start), and start again`,
        );
      }
      await sleep(PAUSE_MS);
    }
  }
}
