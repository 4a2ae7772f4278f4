import type { Readable, Writable } from "node:stream";
import type { Sql, TransactionSql } from "postgres";
import type { BackupSequences, BackupTable } from "#core/gateway/backup.ts";
import { processMark } from "#runtime/database/connection.ts";
import { homeSchema } from "#runtime/database/home-schema.ts";
import { tableNames } from "./schema/tables.ts";

/**
 * What a backup needs of PostgreSQL besides queries. Names come from the catalogue, already quoted, and are put into
 * statements unchanged.
 */

/**
 * Runs `work` on one snapshot, while others go on writing. Give it a dedicated connection: if `work` fails in the
 * middle of a copy the connection is closed, since the rest of the rows that PostgreSQL is sending would not be read.
 */
export async function withSnapshot<T>(sql: Sql, work: (tx: TransactionSql) => Promise<T>): Promise<T> {
  let failure: { error: unknown } | undefined;
  try {
    const result = await sql.begin("isolation level repeatable read read only", async (tx) => {
      const done = work(tx).catch((error: unknown) => {
        failure = { error };
        void sql.end({ timeout: 0 });
        throw error;
      });
      return [await done] as const;
    });
    return result[0];
  } catch (error) {
    throw failure ? failure.error : error;
  }
}

/** All tables of the gateway, and only those, in alphabetical order, with their writable columns. */
export async function tablesOf(tx: TransactionSql): Promise<BackupTable[]> {
  return tx<BackupTable[]>`
    select quote_ident(c.relname) as name, array(
      select quote_ident(a.attname) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      order by a.attnum
    )::text[] as columns
    from pg_class c
    where c.relnamespace = ${homeSchema()}::regnamespace and c.relkind = 'r' and c.relname = any(${[...tableNames]})
    order by c.relname`;
}

/** Read after the rows, on the same snapshot, so that no sequence is behind the ids in them. */
export async function sequencesOf(tx: TransactionSql): Promise<BackupSequences> {
  return tx<{ name: string; next: string }[]>`
    select quote_ident(s.sequencename) as name,
      least(coalesce(s.last_value + s.increment_by, s.start_value), s.max_value)::text as next
    from pg_sequences s
    join pg_depend d on d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
      and d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass and d.deptype in ('a', 'i')
    join pg_class c on c.oid = d.refobjid
    where s.schemaname = ${homeSchema()} and c.relname = any(${[...tableNames]}) order by s.sequencename`;
}

const place = ({ name, columns }: BackupTable) => `${name} (${columns.join(", ")})`;

export function copyOut(tx: TransactionSql, table: BackupTable): Promise<Readable> {
  return tx.unsafe(`copy ${place(table)} to stdout`).readable();
}

export function copyIn(tx: TransactionSql, table: BackupTable): Promise<Writable> {
  return tx.unsafe(`copy ${place(table)} from stdin`).writable();
}

export async function countRows(tx: TransactionSql, table: BackupTable): Promise<number> {
  const [row] = await tx.unsafe<{ rows: string }[]>(`select count(*) as rows from ${table.name}`);
  return Number(row?.rows);
}

/**
 * Empties all tables and lets `fill` write them in any order, then recreates the foreign keys, which checks every row.
 * Triggers do not fire. Happens completely or not at all; requires only ownership of the tables. References without
 * foreign keys are for the caller to check, as `gate doctor` does.
 */
export async function replaceAll<T>(sql: Sql, fill: (tx: TransactionSql) => Promise<T>): Promise<T> {
  const result = await sql.begin(async (tx) => {
    await tx`set local lock_timeout to '10s'`;
    const keys = await tx<{ table: string; name: string; definition: string }[]>`
      select conrelid::regclass::text as table, quote_ident(conname) as name,
        pg_get_constraintdef(oid) as definition
      from pg_constraint
      where contype = 'f' and conrelid in (
        select oid from pg_class where relnamespace = ${homeSchema()}::regnamespace and relname = any(${[...tableNames]})
      ) order by conname`;
    for (const key of keys) await tx.unsafe(`alter table ${key.table} drop constraint ${key.name}`);
    const tables = await tablesOf(tx);
    await tx.unsafe(`truncate ${tables.map((table) => table.name).join(", ")}`);
    // What triggers wrote is in the rows to come.
    for (const table of tables) await tx.unsafe(`alter table ${table.name} disable trigger user`);
    const filled = await fill(tx);
    for (const table of tables) await tx.unsafe(`alter table ${table.name} enable trigger user`);
    for (const key of keys) {
      await tx.unsafe(`alter table ${key.table} add constraint ${key.name} ${key.definition}`);
    }
    return [filled] as const;
  });
  return result[0];
}

/** Unlike setval, this is rolled back with its transaction. */
export async function setSequences(tx: TransactionSql, sequences: BackupSequences): Promise<void> {
  const known = new Set((await sequencesOf(tx)).map((sequence) => sequence.name));
  for (const { name, next } of sequences) {
    if (!known.has(name)) throw new Error(`there is no sequence ${name}`);
    await tx.unsafe(`alter sequence ${name} restart with ${next}`);
  }
}

/** Other clients connected to this database, by name; this process's own connections do not count. */
export async function otherClients(sql: Sql | TransactionSql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select distinct coalesce(nullif(application_name, ''), usename, 'unnamed') as name
    from pg_stat_activity
    where datname = current_database() and usesysid is not null
      and coalesce(backend_type, 'client backend') = 'client backend'
      and pid <> pg_backend_pid() and application_name not like ${`%${processMark()}`}
    order by 1`;
  return rows.map((row) => row.name);
}
