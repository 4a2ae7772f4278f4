import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { StartError } from "./start-error.ts";

const SQLITE_BUSY = 5;

/**
 * Runs `work` while no other process holds the lock on `file`. SQLite provides the lock because Node has none: the
 * kernel releases it when a process dies, so a killed one leaves nothing to clean up.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  options: { signal?: AbortSignal | undefined; onWait?: () => void } = {},
): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const lock = open(file);
  try {
    for (let waited = 0; !tryLock(lock, file); waited++) {
      if (waited === 5) options.onWait?.();
      await pause(100, undefined, { signal: options.signal });
    }
    return await work();
  } finally {
    lock.close();
  }
}

function open(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    throw unusable(file, error as Error);
  }
}

function tryLock(lock: DatabaseSync, file: string): boolean {
  try {
    // A journal on disk would need space, and a database must be stopped cleanly even if the disk is full.
    lock.exec("pragma journal_mode = memory; begin exclusive");
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw unusable(file, error as Error);
  }
}

function unusable(file: string, { message }: Error): StartError {
  // The file stays empty.
  return new StartError(
    `${file} cannot be locked (${message}): make it writable for this user, or remove it where it is damaged`,
  );
}
