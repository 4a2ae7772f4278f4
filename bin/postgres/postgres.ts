import { join } from "node:path";
import { withLock } from "#bin/process/lock.ts";
import { codeOf } from "#bin/process/start-error.ts";
import { prepareDataDir } from "#bin/start/data-dir.ts";
import { ownConnection, processMark } from "#runtime/database/connection.ts";
import { createCluster, findCluster, type Settings } from "./cluster.ts";
import { ownerOf } from "./owner.ts";
import { keepPassword, readPassword } from "./password.ts";
import { programsFor } from "./programs.ts";
import { look, type Running, shutDown, startUp } from "./server.ts";

const DATABASE = "aman_gate";

export interface Embedded {
  /** The address of the database `aman_gate`, with the password. */
  url: string;
  password: string;
  /** Whether it was already running, started by another process or left behind by one that was killed. */
  adopted: boolean;
  /** Resolves when the server has ended without being stopped by us. */
  lost: Promise<void>;
  /** Disconnects, and stops the server if no other client is connected. */
  leave(): Promise<Stopped>;
}

export type Stopped = "stopped" | "in use" | "not running";

export interface StartOptions {
  onProgress?: (line: string) => void;
  /** Additional PostgreSQL settings, such as fsync off for a test's temporary database. */
  settings?: Settings;
  /** Known from before, in case its file has been lost since. */
  password?: string;
  signal?: AbortSignal | undefined;
}

/**
 * Starts DATA_DIR's PostgreSQL, creating it first if there is none, or adopts the running one. Any number of processes
 * may call this at once on one DATA_DIR.
 *
 * Until `leave`, the caller keeps a connection of its own: by it processes see each other even while their pools are
 * idle, so that exactly the last one to leave stops the server.
 * @throws {StartError} if it cannot start for a known reason.
 */
export async function startEmbedded(dataDir: string, options: StartOptions = {}): Promise<Embedded> {
  const say = options.onProgress ?? (() => {});
  prepareDataDir(dataDir);
  return withLock(lockOf(dataDir), () => startUnderLock(dataDir, options), {
    signal: options.signal,
    onWait: () => say("Waiting for another process that starts or stops the same database"),
  });
}

async function startUnderLock(dataDir: string, options: StartOptions): Promise<Embedded> {
  const password = keepPassword(dataDir, options.password);
  let cluster = findCluster(dataDir);
  const owner = ownerOf(cluster);
  const programs = programsFor(owner);
  if (!cluster) {
    options.onProgress?.("Making the database");
    cluster = await createCluster(dataDir, password, programs, owner, options.signal);
  }
  const present = await look(cluster, password, options);
  const running = present ?? (await startUp(dataDir, cluster, password, programs, owner, options));
  const presence = await connect(running).catch(async (error) => {
    if (!present) await shutDown(cluster, programs, owner);
    throw error;
  });
  return {
    url: running.url(DATABASE),
    password,
    adopted: present !== undefined,
    lost: presence.lost,
    leave: async () => {
      await presence.end();
      return stopUnless(dataDir, { ended: presence.pid, password });
    },
  };
}

/**
 * Stops DATA_DIR's PostgreSQL unless somebody is connected to it: another process of ours, psql, a backup. Connections
 * that are just being closed get a moment to disappear.
 */
export function stopEmbedded(dataDir: string): Promise<Stopped> {
  return stopUnless(dataDir);
}

/**
 * `ended` is the process of our own connection, and `password` the one it signed in with: the file may have been lost
 * since.
 */
function stopUnless(
  dataDir: string,
  { ended, password }: { ended?: number; password?: string } = {},
): Promise<Stopped> {
  return withLock(lockOf(dataDir), async () => {
    const cluster = findCluster(dataDir);
    if (!cluster) return "not running";
    const running = await look(cluster, password ?? readPassword(dataDir) ?? "", {});
    if (!running) return "not running";
    if (await hasClients(running, ended)) return "in use";
    const owner = ownerOf(cluster);
    await shutDown(cluster, programsFor(owner), owner);
    return "stopped";
  });
}

/** Whether DATA_DIR's PostgreSQL answers. */
export async function isRunning(dataDir: string): Promise<boolean> {
  const cluster = findCluster(dataDir);
  if (!cluster) return false;
  return (await look(cluster, readPassword(dataDir) ?? "", {})) !== undefined;
}

const lockOf = (dataDir: string) => join(dataDir, "postgres.lock");

const PRESENCE = "presence";

interface Presence {
  pid: number;
  lost: Promise<void>;
  end(): Promise<void>;
}

/** A lasting connection to the gateway's database, which is created if it is missing. */
async function connect(running: Running): Promise<Presence> {
  const lost = Promise.withResolvers<void>();
  let ended = false;
  const sql = ownConnection(PRESENCE, {
    url: running.url(DATABASE),
    schema: null,
    onclose: () => {
      if (!ended) lost.resolve();
    },
  });
  let pid: number;
  try {
    const [row] = await sql`select pg_backend_pid() as pid`;
    pid = row?.pid;
  } catch (error) {
    await sql.end({ timeout: 0 });
    if (codeOf(error) !== "3D000") throw error;
    const admin = ownConnection("start", { url: running.url("postgres"), schema: null });
    await admin`create database ${admin(DATABASE)}`.finally(() => admin.end());
    return connect(running);
  }
  return {
    pid,
    lost: lost.promise,
    end: () => {
      ended = true;
      return sql.end({ timeout: 1 });
    },
  };
}

/** How long connections that were just closed may take to disappear from the server's list. */
const CLIENTS_LEAVE_TIMEOUT_MS = 2_000;

/** `ended` is the process of our own connection, which may still be closing. */
async function hasClients(running: Running, ended = 0): Promise<boolean> {
  const sql = ownConnection("stop", { url: running.url("postgres"), schema: null });
  try {
    const deadline = Date.now() + CLIENTS_LEAVE_TIMEOUT_MS;
    for (;;) {
      const others = await sql`
        select application_name like ${`aman-gate ${PRESENCE} %`} as "isPresence" from pg_stat_activity
        where backend_type in ('client backend', 'walsender') and pid not in (pg_backend_pid(), ${ended})
          -- What this process itself has left open, it has because it was made to stop at once.
          and (application_name not like ${`aman-gate % ${processMark()}`}
            or application_name like ${`aman-gate ${PRESENCE} %`})`;
      if (others.length === 0) return false;
      // Another process of ours is connected and will stop the server itself.
      if (others.some(({ isPresence }) => isPresence) || Date.now() > deadline) return true;
      await sql`select pg_sleep(0.05)`;
    }
  } finally {
    await sql.end({ timeout: 1 });
  }
}
