import { randomBytes } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { startEmbedded } from "#bin/postgres/postgres.ts";
import { prepareDatabase } from "#db/ready.ts";
import { closeDatabase, deskPool } from "#runtime/database/pools.ts";
import { completeEnvironment } from "#runtime/env.ts";

export interface Home {
  dir: string;
  databaseUrl: string;
  secret: string;
  leave(): Promise<void>;
}

/** A PostgreSQL of the bench's own, as durable as the product's, in a directory that is removed at the end. */
export async function openHome(say: (line: string) => void): Promise<Home> {
  const dir = mkdtempSync(join(tmpdir(), "aman-gate-bench-"));
  try {
    // Shared by three servers and the yardstick's connections, one per client.
    const database = await startEmbedded(dir, { onProgress: say, settings: { max_connections: 400 } });
    const secret = randomBytes(48).toString("base64");
    completeEnvironment({ DATABASE_URL: database.url, APP_SECRET: secret });
    await prepareDatabase(database.url);
    return {
      dir,
      secret,
      databaseUrl: database.url,
      async leave() {
        await closeDatabase();
        await database.leave();
        remove(dir);
      },
    };
  } catch (error) {
    remove(dir);
    throw error;
  }
}

/**
 * Creates another, empty database there.
 * @returns its address.
 */
export async function ownDatabase(home: Home, name: string): Promise<string> {
  const sql = postgres(home.databaseUrl, { max: 1, onnotice: () => {} });
  await sql`create database ${sql(name)}`.finally(() => sql.end());
  return Object.assign(new URL(home.databaseUrl), { pathname: `/${name}` }).href;
}

/** If root cannot use the temporary directory, the database is elsewhere, behind a link. */
function remove(dir: string): void {
  try {
    rmSync(realpathSync(join(dir, "postgres")), { recursive: true, force: true });
  } catch {
    // It was not created.
  }
  rmSync(dir, { recursive: true, force: true });
}

/** PostgreSQL's version, and the settings that make a commit durable. */
export async function describeDatabase(): Promise<string> {
  const [row] = await deskPool()<{ version: string; fsync: string; commit: string; buffers: string }[]>`
    select current_setting('server_version') as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit, current_setting('shared_buffers') as buffers`;
  return `PostgreSQL ${row!.version} (fsync ${row!.fsync}, synchronous_commit ${row!.commit}, shared_buffers ${row!.buffers})`;
}

/** So that the first round has the same query plans as the last. */
export async function settleDown(sql: Sql): Promise<void> {
  await sql`vacuum analyze`;
}

/** The number of bytes of write-ahead log that the cluster has written so far. */
export async function walPosition(): Promise<number> {
  const [row] = await deskPool()<{ bytes: number }[]>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as bytes`;
  return row!.bytes;
}

export async function countMessages(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from messages`;
  return row!.count;
}
