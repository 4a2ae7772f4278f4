import type { Sql } from "postgres";
import { migrationsSchema, quoteName } from "#runtime/database/home-schema.ts";
import { shared } from "#runtime/shared.ts";
import { diskFull, sqlState } from "./disk-full.ts";
import { readMigrations } from "./migrations.ts";

/**
 * Why a send would fail at present, in a few words; null if it would succeed. Locks a row, which exercises all that a
 * write does, from the transaction id to flushing the WAL, and changes nothing. Whether a table can grow is tested only
 * after a send has failed for that reason, until the test succeeds.
 */
export async function obstacleToSends(sql: Sql): Promise<string | null> {
  try {
    const [row] = await sql<{ version: number | null }[]>`
      with writable as (select name from settings where name = 'secret_fingerprint' for no key update)
      select max(created_at)::float8 as version
      from ${sql.unsafe(`${quoteName(migrationsSchema())}.__drizzle_migrations`)}
      where (select count(*) from writable) > 0`;
    if ((row?.version ?? 0) < (await newestMigration())) return OUTDATED;
    if (diskFull().seen) await grow(sql);
    return null;
  } catch (error) {
    return REASONS[sqlState(error) ?? ""] ?? "database not reachable";
  }
}

const OUTDATED = "database not migrated";
const REASONS: Record<string, string | undefined> = {
  "25006": "database can only be read",
  "42P01": OUTDATED,
  "3F000": OUTDATED,
  "53100": "disk of the database is full",
  "57P03": "database is recovering or starting",
};

async function newestMigration(): Promise<number> {
  return shared("readiness.migration", async () => (await readMigrations()).at(-1)?.when ?? 0);
}

/** Fills a table that is rolled back. A database user that may not create one is assumed to have disk space. */
async function grow(sql: Sql): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx`create temporary table room on commit drop as
        select n, repeat(md5(n::text), 8) as filler from generate_series(1, 4000) as n`;
    });
  } catch (error) {
    if (sqlState(error) !== "42501") throw error;
  }
  diskFull().seen = false;
}
