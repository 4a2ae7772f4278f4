import { accessSync, chmodSync, constants, existsSync, mkdirSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf, StartError } from "#bin/process/start-error.ts";

/** Creates DATA_DIR if it does not exist. @throws {StartError} if it is not writable. */
export function prepareDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `DATA_DIR (${dataDir}) cannot be written (${codeOf(error)}): make it writable for this user, or set DATA_DIR to another directory`,
    );
  }
}

/** Not with `recursive: true`, which never returns if the parent exists but mkdir answers ENOENT, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o755 });
    // Root's umask may be strict, but the user who runs PostgreSQL must be able to enter the directories that we create
    // for it.
    if (process.getuid?.() === 0) chmodSync(path, 0o711);
  } catch (error) {
    // A concurrent process may have created it.
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/** PostgreSQL's WAL consists of files of 16 MiB, and it does not start without room for one. */
const ROOM_BYTES = 16 * 2 ** 20;

/** A message if the disk of this directory is full, or nearly; undefined otherwise. */
export function lackOfRoom(directory: string): string | undefined {
  const { bavail, bsize } = statfsSync(directory);
  const left = bavail * bsize;
  if (left >= ROOM_BYTES) return undefined;
  return `the disk of ${directory} is full (${Math.floor(left / 2 ** 20)} MiB are left): make room and start again`;
}
