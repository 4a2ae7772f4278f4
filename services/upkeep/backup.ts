import { createReadStream } from "node:fs";
import { type FileHandle, open, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGunzip, createGzip } from "node:zlib";
import type { TransactionSql } from "postgres";
import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { BackupHeader } from "#core/gateway/backup.ts";
import { Refused } from "#core/input/refusal.ts";
import { copyOut, sequencesOf, tablesOf, withSnapshot } from "#db/copy.ts";
import { schemaVersion } from "#db/migrate.ts";
import { ownConnection } from "#runtime/database/connection.ts";
import { secretFingerprint } from "#runtime/keys.ts";
import {
  DamagedBackup,
  type Part,
  readContainer,
  type TableRows,
  writeContainer,
} from "./backup-container.ts";

export interface BackupSummary extends Omit<BackupHeader, "secret"> {
  file: string;
  bytes: number;
  /** Number of rows by table. */
  tables: Record<string, number>;
}

/**
 * Writes the gateway's whole data, on one snapshot, to a file, and reads it back to verify it. Needs no PostgreSQL
 * programs and does not block sends. The file appears complete or not at all.
 */
export async function writeBackup(
  actor: Actor,
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<BackupSummary> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const file = await destination(path);
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.partial`);
  const handle = await create(draft, path);
  const sql = ownConnection("backup");
  try {
    const header = {
      schema: await schemaVersion(),
      secret: secretFingerprint(),
      madeAt: new Date().toISOString(),
    };
    const tables: Record<string, number> = {};
    await withSnapshot(sql, (tx) =>
      pour(tx, header, handle, {
        signal,
        onTable: (name, rows) => {
          tables[name] = rows;
        },
      }),
    );
    await handle.sync();
    const { size } = await handle.stat();
    await handle.close();
    for await (const _ of readBackup(draft)) {
      // Reading verifies each part.
    }
    await rename(draft, file);
    await syncFolder(dirname(file));
    return { file, bytes: size, schema: header.schema, madeAt: header.madeAt, tables };
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(draft, { force: true });
    throw error instanceof Refused || !isFileFault(error) ? error : unwritable(path, error);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/**
 * The path of the backup: if it is a link, the file that it leads to, so that the link stays. A pipe or device is
 * refused, since the final rename would replace it by a file.
 */
async function destination(path: string): Promise<string> {
  if (path === "") throw new Refused("file_unwritable", { file: '""', problem: "it is no name of a file" });
  const found = await stat(path).catch(() => null);
  if (!found) {
    const folder = await realpath(dirname(path)).catch(() => dirname(path));
    return resolve(folder, await readlink(path).catch(() => basename(path)));
  }
  if (found.isFile()) return await realpath(path);
  const problem = found.isDirectory() ? "it is a directory; name a file in it" : "it is not a file";
  throw new Refused("file_unwritable", { file: path, problem });
}

async function pour(
  tx: TransactionSql,
  header: BackupHeader,
  handle: FileHandle,
  { onTable, signal }: { onTable: (name: string, rows: number) => void; signal: AbortSignal | undefined },
): Promise<void> {
  const content = { header, tables: everyTable(tx), sequences: () => sequencesOf(tx) };
  await pipeline(
    Readable.from(writeContainer(content, onTable), { objectMode: false }),
    // The database is read faster than the best compression can write.
    createGzip({ level: constants.Z_BEST_SPEED + 2 }),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await handle.writeFile(chunk);
    },
    { signal },
  );
}

async function* everyTable(tx: TransactionSql): AsyncGenerator<TableRows> {
  for (const table of await tablesOf(tx)) yield { table, rows: gathered(await copyOut(tx, table)) };
}

const BLOCK = 256 * 1024;

/** PostgreSQL sends row by row; with a frame for each, most of the file would be frame headers. */
async function* gathered(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const bytes of rows) {
    held.push(bytes);
    length += bytes.length;
    if (length < BLOCK) continue;
    yield Buffer.concat(held);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held);
}

/**
 * The parts of the backup in a file, verified as they are read; it is complete if the end is reached.
 * @throws {Refused} `backup_invalid` if it is incomplete or damaged, `file_unreadable` if it cannot be opened.
 */
export async function* readBackup(file: string, shown = file): AsyncGenerator<Part> {
  const source = createReadStream(file, { highWaterMark: BLOCK });
  const bytes = createGunzip({ chunkSize: BLOCK });
  // Errors of both streams surface when `bytes` is read below.
  const moving = pipeline(source, bytes).catch(() => {});
  try {
    yield* readContainer(bytes);
  } catch (error) {
    if (error instanceof DamagedBackup)
      throw new Refused("backup_invalid", { file: shown, problem: error.message });
    if (!isFileFault(error)) throw error;
    if (error.code.startsWith("Z_")) {
      throw new Refused("backup_invalid", { file: shown, problem: "it is cut off or damaged" });
    }
    throw new Refused("file_unreadable", { file: shown, problem: error.message });
  } finally {
    source.destroy();
    bytes.destroy();
    await moving;
  }
}

const fileCalls = ["open", "read", "write", "writev", "fstat", "fsync", "rename"];

/** Whether the error comes from the file system or the decompression rather than from a connection. */
function isFileFault(error: unknown): error is Error & { code: string } {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const call = "syscall" in error ? String(error.syscall) : "";
  return String(error.code).startsWith("Z_") || fileCalls.includes(call);
}

async function create(draft: string, shown: string): Promise<FileHandle> {
  try {
    await rm(draft, { force: true });
    return await open(draft, "wx", 0o600);
  } catch (error) {
    throw unwritable(shown, error as NodeJS.ErrnoException);
  }
}

/** The file system's own message names the draft, which is no file that anybody has asked for. */
function unwritable(file: string, { code, message }: { code?: string; message: string }): Refused {
  const reasons: Record<string, string> = {
    ENOENT: `there is no directory ${dirname(file)}`,
    ENOTDIR: `${dirname(file)} is not a directory`,
    EACCES: `this user may not write into ${dirname(file)}`,
    EPERM: `this user may not write into ${dirname(file)}`,
    EROFS: "the disk is read-only",
    ENOSPC: "the disk is full",
    EDQUOT: "this user's share of the disk is full",
  };
  return new Refused("file_unwritable", { file, problem: reasons[code ?? ""] ?? message });
}

/** Flushes the directory, so that the file's name also survives a power failure. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
