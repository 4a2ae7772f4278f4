import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import type { Executor } from "#runtime/database.ts";

const folder = join(import.meta.dirname, "..", "drizzle");
/** Any number, as long as it is ours: the key of the advisory lock that lets one process migrate at a time. */
const MIGRATION_LOCK = 4_717_001;

/** The database cannot be used with this code. The message is one line that says what to do. */
export class MigrationError extends Error {}

interface Journal {
  entries: { when: number; tag: string }[];
}

async function journal(): Promise<Journal> {
  return JSON.parse(await readFile(join(folder, "meta", "_journal.json"), "utf8")) as Journal;
}

/** The newest migration that this code knows, such as `0001_deferred_keys`: what a backup is made with. */
export async function schemaVersion(): Promise<string> {
  return (await journal()).entries.at(-1)?.tag ?? "";
}

/** The newest migration that a database has had, or null where it has had none. */
export async function appliedVersion(db: Executor): Promise<string | null> {
  const [table] = await db.execute<{ found: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as found`,
  );
  if (!table?.found) return null;
  const [last] = await db.execute<{ at: string }>(
    sql`select created_at as at from drizzle.__drizzle_migrations order by created_at desc limit 1`,
  );
  const { entries } = await journal();
  return last ? (entries.find((entry) => entry.when === Number(last.at))?.tag ?? "unknown") : null;
}

/**
 * Brings the database up to this code, once, however many processes start together.
 * @throws {MigrationError} where the database is newer than the code.
 */
export async function migrate(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    const newest = (await journal()).entries.at(-1)?.when ?? 0;
    const [table] = await client<{ found: boolean }[]>`
      select to_regclass('drizzle.__drizzle_migrations') is not null as found`;
    if (table?.found) {
      const newer =
        await client`select 1 from drizzle.__drizzle_migrations where created_at > ${newest} limit 1`;
      if (newer.length > 0) {
        throw new MigrationError(
          "the database was written by a newer version of Aman Gate; update this copy, or restore a backup made with it",
        );
      }
    }
    await runMigrations(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
