import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { codeOf, StartError } from "#bin/process/start-error.ts";

/** The content of postmaster.pid, which a running PostgreSQL writes to its directory. */
export interface LockFile {
  pid: number;
  /** 0 if the file does not contain it. */
  port: number;
}

export const lockFilePath = (cluster: string) => join(cluster, "postmaster.pid");

/**
 * The directory's postmaster.pid; undefined if there is none. `damaged` means without a process id: a power loss leaves
 * recently written files empty or full of zeros, and PostgreSQL then refuses to start forever.
 */
export function readLockFile(cluster: string): LockFile | "damaged" | undefined {
  try {
    const [pid = "", , , port] = readFileSync(lockFilePath(cluster), "utf8").split("\n");
    // A single-user PostgreSQL writes its process id as a negative number.
    if (!/^-?[1-9]\d{0,9}\s*$/.test(pid)) return "damaged";
    const known = Number(port);
    return { pid: Math.abs(Number(pid)), port: known > 0 && known < 65_536 ? known : 0 };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new StartError(
      `${lockFilePath(cluster)} cannot be read (${codeOf(error)}): start as the user who owns it`,
    );
  }
}

/**
 * Removes a damaged postmaster.pid if no process works in the directory. Call it under the start's lock. That is
 * certain if /proc shows the working directories of all of the owner's processes, because PostgreSQL always runs as the
 * directory's owner and in the directory. PostgreSQL's own check of the shared memory is a second safeguard.
 * @returns false if some process does, which may end by itself: a postmaster checks the file once a minute, and stops
 * if it is not its own.
 * @throws {StartError} if it cannot be determined.
 */
export function removeDamagedLockFile(cluster: string): boolean {
  const users = processesIn(cluster);
  if (users === undefined) {
    throw new StartError(
      `${lockFilePath(cluster)} is damaged, as a power loss leaves it: make sure that no PostgreSQL runs on this directory, remove the file, and start again`,
    );
  }
  if (users.length > 0) return false;
  rmSync(lockFilePath(cluster), { force: true });
  return true;
}

/**
 * The processes whose working directory is this one; undefined if that cannot be determined for every process that
 * could be its PostgreSQL.
 */
export function processesIn(cluster: string): number[] | undefined {
  if (!existsSync("/proc/self/cwd")) return undefined;
  const home = statSync(cluster);
  const found: number[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // Compared by inode: a process in a container has another path for the directory.
      const { dev, ino } = statSync(`/proc/${name}/cwd`);
      if (dev === home.dev && ino === home.ino) found.push(Number(name));
    } catch (error) {
      if (["EACCES", "EPERM"].includes(codeOf(error) ?? "") && uidOf(name) === home.uid) return undefined;
    }
  }
  return found;
}

function uidOf(pid: string): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}

/** Whether the process is this directory's server: a postmaster's working directory is its database. */
export function isPostmaster(pid: number, cluster: string): boolean {
  if (existsSync("/proc/self/cwd")) {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
    } catch {
      return false;
    }
  }
  const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return stdout?.includes("postgres") && stdout.includes(cluster);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
