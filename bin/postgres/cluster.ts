import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { totalmem } from "node:os";
import { basename, dirname, join } from "node:path";
import { run } from "#bin/process/child.ts";
import { codeOf, StartError } from "#bin/process/start-error.ts";
import { lackOfRoom } from "#bin/start/data-dir.ts";
import { giveTo, lendEntry, type Owner, sharedPlace, spawnAs } from "./owner.ts";
import { majorVersion, type Programs } from "./programs.ts";
import { faultIn } from "./server-log.ts";

/** The superuser, the only user. */
export const SUPERUSER = "aman";

/**
 * The location of DATA_DIR's database, or undefined if there is none yet. `DATA_DIR/postgres` is the database itself or
 * (see `createCluster`) a link to it.
 */
export function findCluster(dataDir: string): string | undefined {
  const place = join(dataDir, "postgres");
  if (!existsSync(place)) {
    // A dangling link, for example to a disk that is not mounted. Creating another database would hide that.
    if (!isLink(place)) return undefined;
    throw new StartError(
      `${place} leads to ${readlinkSync(place)}, which is not there: mount it, or remove the link`,
    );
  }
  const cluster = realpathSync(place);
  if (!existsSync(join(cluster, "PG_VERSION"))) {
    if (entriesOf(cluster).length === 0) return undefined;
    throw new StartError(
      `${place} is not a PostgreSQL database: move it away, or set DATA_DIR to another directory`,
    );
  }
  const version = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  if (!/^\d+$/.test(version)) {
    throw new StartError(
      `${join(cluster, "PG_VERSION")} is damaged, as a power loss leaves files: restore DATA_DIR from a copy, or move it away, start, and restore a backup`,
    );
  }
  if (version !== majorVersion()) {
    throw new StartError(
      `${place} is a database of PostgreSQL ${version} and this is ${majorVersion()}: make a backup with the release that made it (npm run -s gate -- backup FILE), move it away, start, and restore`,
    );
  }
  return cluster;
}

const isLink = (place: string) =>
  read(place, () => lstatSync(place, { throwIfNoEntry: false }) !== undefined);
const entriesOf = (cluster: string) => read(cluster, () => readdirSync(cluster));

function read<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const hint = "set DATA_DIR to the gateway's, and run this as the user whose it is";
    throw new StartError(`${place} cannot be read (${codeOf(error)}): ${hint}`);
  }
}

/**
 * Creates the database in DATA_DIR, completely or not at all: it appears by a rename, and the remains of a killed
 * process are removed. Call it under the lock.
 *
 * If we are root, PostgreSQL runs as another user, who must be able to enter every directory above the database. If
 * DATA_DIR is in a directory that is closed to that user (a checkout under /root), the database is created in
 * /var/lib/aman-gate and `DATA_DIR/postgres` is a link to it. Its name is random, so that a new DATA_DIR at the same
 * path never finds an older one's database.
 */
export async function createCluster(
  dataDir: string,
  password: string,
  programs: Programs,
  owner: Owner | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  const place = join(dataDir, "postgres");
  const inside = !owner || lendEntry(owner, dataDir);
  const home = inside ? place : elsewhere(dataDir, owner);
  const draft = `${home}.new-${randomBytes(6).toString("hex")}`;
  clearDrafts(home);
  mkdirSync(draft, { mode: 0o700 });
  try {
    const passwordFile = join(draft, "password");
    const cluster = join(draft, "cluster");
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveTo(owner, draft);
    const { code, output } = await run(programs.initdb, initdbArguments(cluster, passwordFile), {
      ...spawnAs(owner),
      signal,
    });
    if (code !== 0) {
      const reason = [faultIn(output), lackOfRoom(draft)].filter(Boolean).join("; ");
      throw new StartError(`The database could not be made: ${reason}`);
    }
    writeFileSync(join(cluster, "postgresql.conf"), OPERATOR_SETTINGS);
    renameSync(cluster, home);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  sync(dirname(home));
  if (home !== place) {
    symlinkSync(home, place);
    sync(dataDir);
  }
  return home;
}

function elsewhere(dataDir: string, owner: Owner): string {
  const shared = sharedPlace(owner, true);
  if (shared) return join(shared, `database-${randomBytes(8).toString("hex")}`);
  throw new StartError(
    `User ${owner.name}, who runs PostgreSQL because root may not, can enter neither DATA_DIR (${dataDir}) nor /var/lib/aman-gate: set DATA_DIR to a directory that every user can enter, such as /srv/aman-gate`,
  );
}

function clearDrafts(home: string): void {
  for (const name of readdirSync(dirname(home))) {
    if (name.startsWith(`${basename(home)}.new-`))
      rmSync(join(dirname(home), name), { recursive: true, force: true });
  }
}

function initdbArguments(cluster: string, passwordFile: string): string[] {
  return [
    `--pgdata=${cluster}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth-host=scram-sha-256",
    "--auth-local=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ];
}

const OPERATOR_SETTINGS = `# aman-gate.conf is written anew at every start. What follows the include wins over it:
# your own settings go there.
include 'aman-gate.conf'
`;

/**
 * Writes the settings of this release and this machine. To a file rather than arguments, so that the operator's own
 * postgresql.conf takes precedence.
 */
export function writeSettings(
  cluster: string,
  port: number,
  owner: Owner | undefined,
  more: Settings = {},
): void {
  const settings: Settings = { ...defaults(), port, ...more };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  writeConfiguration(cluster, "aman-gate.conf", `${lines.join("\n")}\n`, owner);
  // If the file is missing or empty, PostgreSQL would start without our settings.
  const operators = join(cluster, "postgresql.conf");
  if (!statSync(operators, { throwIfNoEntry: false })?.size)
    writeConfiguration(cluster, "postgresql.conf", OPERATOR_SETTINGS, owner);
}

function writeConfiguration(cluster: string, name: string, content: string, owner: Owner | undefined): void {
  // Written as a new file and renamed: root must not write through a link created by the database's user.
  const file = join(cluster, name);
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    const handle = openSync(draft, "wx", 0o600);
    try {
      writeFileSync(handle, content);
      if (owner) fchownSync(handle, owner.uid, owner.gid);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

export type Settings = Record<string, string | number>;

function defaults(): Settings {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / 2 ** 20;
  return {
    listen_addresses: "127.0.0.1",
    // Loopback only: the path of a Unix socket is limited to 107 characters, that of DATA_DIR is not.
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: `${Math.round(Math.min(1024, Math.max(128, memory / 8)))}MB`,
    huge_pages: "off",
    wal_compression: "on",
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    random_page_cost: "1.1",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // Logs of one week, a file per day.
    logging_collector: "on",
    log_directory: "log",
    log_filename: "%a.log",
    log_rotation_age: "1d",
    log_rotation_size: 0,
    log_truncate_on_rotation: "on",
    log_line_prefix: "%m [%p] %q%a ",
    // Nothing that a statement carried may reach the log: no statements, no parameters, and no details, which quote the
    // offending row.
    log_statement: "none",
    log_min_duration_statement: -1,
    log_min_error_statement: "panic",
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_error_verbosity: "terse",
  };
}

function sync(directory: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(directory, "r");
  fsyncSync(handle);
  closeSync(handle);
}
