import { type SpawnOptions, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StartError } from "#bin/process/start-error.ts";

/** The user that runs PostgreSQL if it cannot run as ours: it refuses to run as root. */
export interface Owner {
  uid: number;
  gid: number;
  name: string;
}

/**
 * Undefined if we are not root. A cluster keeps its user; a new one gets `postgres`, or `nobody` if the machine has no
 * such user.
 */
export function ownerOf(cluster: string | undefined): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = passwd();
  const present = cluster ? statSync(cluster) : undefined;
  if (present && present.uid !== 0) {
    const name = users.find((user) => user.uid === present.uid)?.name ?? String(present.uid);
    return { uid: present.uid, gid: present.gid, name };
  }
  // initdb requires a user with a name, so any named one is better than a number.
  const named = (name: string) => users.find((user) => user.name === name && user.uid !== 0);
  return named("postgres") ?? named("nobody") ?? { uid: 65534, gid: 65534, name: "65534" };
}

function passwd(): Owner[] {
  try {
    return readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  } catch {
    return [];
  }
}

/** Options with which `spawn` runs a program as that user. Everybody may be in `/`. */
export function spawnAs(owner: Owner | undefined): Pick<SpawnOptions, "cwd" | "env" | "uid" | "gid"> {
  const { PATH = "", SystemRoot } = process.env;
  // Without the caller's PG* variables and locale, which would change what the programs do and print.
  const env = { PATH, LC_ALL: "C", TZ: "UTC", SystemRoot } as unknown as NodeJS.ProcessEnv;
  return owner ? { cwd: "/", env, uid: owner.uid, gid: owner.gid } : { env };
}

/** Tests access by running a command as that user: file modes alone do not account for access lists and mounts. */
export function succeedsAs(owner: Owner | undefined, command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { ...spawnAs(owner), stdio: "ignore" }).status === 0;
}

export function canEnter(owner: Owner | undefined, directory: string): boolean {
  return succeedsAs(owner, "/bin/sh", "-c", 'cd -- "$1"', "sh", directory);
}

/**
 * Lets the user enter a directory of root's that is closed to others (such as one made by mktemp), by giving it to the
 * user's group. Directories above it are not changed.
 */
export function lendEntry(owner: Owner, directory: string): boolean {
  if (canEnter(owner, directory)) return true;
  const { uid, mode } = statSync(directory);
  if (uid !== 0 || (mode & 0o070) !== 0 || !canEnter(owner, dirname(directory))) return false;
  chownSync(directory, 0, owner.gid);
  chmodSync(directory, (mode & 0o7777) | 0o010);
  return canEnter(owner, directory);
}

/**
 * A directory of root's, outside the checkout and DATA_DIR, that the user can enter. Others can read but not write it;
 * one created by somebody else is not trusted. `lasting` excludes the directory for temporary files.
 */
export function sharedPlace(owner: Owner, lasting: boolean): string | undefined {
  const places = lasting ? ["/var/lib/aman-gate"] : ["/var/lib/aman-gate", join(tmpdir(), "aman-gate")];
  return places.find((place) => {
    try {
      if (mkdirSync(place, { recursive: true, mode: 0o755 })) chmodSync(place, 0o755);
      const found = lstatSync(place);
      return found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0 && canEnter(owner, place);
    } catch {
      return false;
    }
  });
}

/** Gives a whole tree to the user, without following links. */
export function giveTo(owner: Owner | undefined, path: string): void {
  if (!owner) return;
  try {
    if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) giveTo(owner, join(path, name));
    // The top directory comes last: its owner shows whether the whole tree has been handed over.
    lchownSync(path, owner.uid, owner.gid);
  } catch (error) {
    throw new StartError(
      `${path} cannot be given to user ${owner.name}, who runs PostgreSQL because root may not: ${(error as Error).message}; start as another user than root, or set DATABASE_URL`,
    );
  }
}

/**
 * Gives the database's directory the owner and mode that PostgreSQL requires: its own user, and closed to all others. A
 * copy or a restore changes both.
 * @throws {StartError} if it belongs to another user and we may not change that.
 */
export function secureOwnership(
  cluster: string,
  owner: Owner | undefined,
  say: (line: string) => void = () => {},
): void {
  if (process.platform === "win32") return;
  // A directory that root copied or restored belongs to root, which PostgreSQL refuses.
  if (owner && statSync(cluster).uid !== owner.uid) giveTo(owner, cluster);
  const { uid, mode } = statSync(cluster);
  const own = process.getuid?.();
  if (!owner && uid !== own) {
    throw new StartError(
      `${cluster} belongs to the user ${nameOf(uid)}, and PostgreSQL runs only as the one to whom it belongs: start as that user, or give it to this one: chown -R ${nameOf(own ?? 0)} ${cluster}`,
    );
  }
  // PostgreSQL lets a group read along, but nobody else.
  if ((mode & 0o027) === 0) return;
  // By its handle: root must not follow a link that somebody creates in the meantime.
  const handle = openSync(cluster, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    fchmodSync(handle, 0o700);
  } finally {
    closeSync(handle);
  }
  say(`${cluster} was open to other users (mode ${(mode & 0o777).toString(8)}) and is closed to them again`);
}

function nameOf(uid: number): string {
  return passwd().find((user) => user.uid === uid)?.name ?? String(uid);
}
