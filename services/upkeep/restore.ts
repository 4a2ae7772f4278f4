import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { TransactionSql } from "postgres";
import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { BackupHeader, BackupSequences, BackupTable } from "#core/gateway/backup.ts";
import { Refused } from "#core/input/refusal.ts";
import { copyIn, countRows, otherClients, replaceAll, setSequences, tablesOf } from "#db/copy.ts";
import { closeGap } from "#db/lost-commits.ts";
import { schemaVersion } from "#db/migrate.ts";
import { ownConnection } from "#runtime/database/connection.ts";
import { secretFingerprint } from "#runtime/keys.ts";
import { type BackupSummary, readBackup } from "./backup.ts";
import type { Part } from "./backup-container.ts";
import { type Diagnosis, examine } from "./doctor.ts";

export interface RestoreSummary extends Omit<BackupSummary, "bytes"> {
  diagnosis: Diagnosis;
}

/**
 * Restores everything as it was when the backup was made. Later data is lost, and its ids are not issued again;
 * everybody has to sign in again. The file is read completely before the database is touched, and the database changes
 * in one transaction or not at all.
 */
export async function restoreBackup(actor: Actor, file: string): Promise<RestoreSummary> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const found = await inspect(file);
  const sql = ownConnection("restore");
  try {
    const others = await otherClients(sql);
    if (others.length > 0) throw new Refused("database_in_use", { who: others.join(", ") });
    await replaceAll(sql, async (tx) => {
      const theirs = shapeOf(found.tables.map(({ table }) => table));
      if (theirs !== shapeOf(await tablesOf(tx)))
        throw invalid(file, "its tables are not those of its schema");
      // The file is read a second time: its content is verified again, and the transaction is rolled back if it
      // differs.
      const sequences = await load(tx, found.tables, readBackup(file));
      for (const { table, rows } of found.tables) {
        if ((await countRows(tx, table)) !== rows) throw invalid(file, `${table.name} did not take all rows`);
      }
      await setSequences(tx, sequences);
      await closeGap(tx);
      await note(tx, actor, found.header);
    });
    await sql`analyze`;
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_TIMEOUT) {
      throw new Refused("database_in_use", { who: "something holds a lock" });
    }
    throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
  const { schema, madeAt } = found.header;
  const tables = Object.fromEntries(found.tables.map(({ table, rows }) => [table.name, rows]));
  return { file, schema, madeAt, tables, diagnosis: await examine(actor) };
}

const LOCK_TIMEOUT = "55P03";

function invalid(file: string, problem: string): Refused {
  return new Refused("backup_invalid", { file, problem });
}

/** Describes the tables. The comparison also keeps names that are not the database's own out of every statement. */
function shapeOf(tables: readonly BackupTable[]): string {
  return tables.map(({ name, columns }) => `${name}(${columns.toSorted().join()})`).join(" ");
}

interface Inspected {
  header: BackupHeader;
  tables: { table: BackupTable; rows: number }[];
}

/** Reads the whole file. @throws {Refused} if it is damaged, or not for this installation. */
async function inspect(file: string): Promise<Inspected> {
  let header: BackupHeader | undefined;
  const tables: Inspected["tables"] = [];
  for await (const part of readBackup(file)) {
    if (part.kind === "table_end") tables.push(part);
    if (part.kind !== "header") continue;
    header = part.header;
    const ours = await schemaVersion();
    if (header.schema !== ours) throw new Refused("backup_other_version", { theirs: header.schema, ours });
    if (header.secret !== secretFingerprint()) throw new Refused("backup_other_secret");
  }
  // The container has exactly one header, at its beginning.
  return { header: header!, tables };
}

/** Copies all tables in; returns the sequences, which come last in the file. */
async function load(
  tx: TransactionSql,
  tables: Inspected["tables"],
  parts: AsyncGenerator<Part>,
): Promise<BackupSequences> {
  let sequences: BackupSequences = [];
  let next = 0;
  for await (const part of parts) {
    if (part.kind === "sequences") sequences = part.sequences;
    if (part.kind !== "table") continue;
    const table = tables[next++]?.table;
    if (!table) break;
    await pipeline(Readable.from(rowsOf(parts)), await copyIn(tx, table));
  }
  return sequences;
}

/** The rows up to the end of the current table. Leaves `parts` open for the next one. */
async function* rowsOf(parts: AsyncGenerator<Part>): AsyncGenerator<Buffer> {
  for (;;) {
    const { value: part, done } = await parts.next();
    if (done || part.kind !== "rows") return;
    yield part.bytes;
  }
}

/** Writes the audit entry in the restore's transaction, whose client is not Drizzle's. */
async function note(tx: TransactionSql, actor: Actor, header: BackupHeader): Promise<void> {
  await tx`
    insert into audit_entries (actor_kind, actor_id, actor_name, address, action, subject_id, after)
    values (${actor.kind}, (select id from users where id = ${actor.kind === "user" ? actor.id : null}),
      ${actor.name}, ${actor.kind === "user" ? actor.address : null}, 'backup.restore', ${header.madeAt},
      ${tx.json({ schema: header.schema, madeAt: header.madeAt })})`;
}
