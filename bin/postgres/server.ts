import { randomInt } from "node:crypto";
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { run } from "#bin/process/child.ts";
import { codeOf, StartError } from "#bin/process/start-error.ts";
import { lackOfRoom } from "#bin/start/data-dir.ts";
import { obstacle } from "#bin/start/port.ts";
import { ownConnection } from "#runtime/database/connection.ts";
import { type Settings, SUPERUSER, writeSettings } from "./cluster.ts";
import {
  isAlive,
  isPostmaster,
  lockFilePath,
  processesIn,
  readLockFile,
  removeDamagedLockFile,
} from "./lock-file.ts";
import { type Owner, secureOwnership, spawnAs } from "./owner.ts";
import { setPassword } from "./password.ts";
import type { Programs } from "./programs.ts";
import { faultIn, startupLog, watchLog } from "./server-log.ts";

/** A PostgreSQL that answers and belongs to our directory. */
export interface Running {
  url(database: string): string;
}

interface Watch {
  onProgress?: (line: string) => void;
  settings?: Settings;
  signal?: AbortSignal | undefined;
}

/** Recovery after a crash replays at most what `max_wal_size` holds. */
const PATIENCE_MS = 5 * 60_000;

/** How long a server may refuse connections for a reason of its own, such as a full disk, before that is reported. */
const REFUSAL_MS = 5_000;

/** A server is running here with another password than the one in DATA_DIR. */
class PasswordRefused extends StartError {}

/** A server is running here and may still answer, so it must not be stopped. */
class StillBusy extends StartError {}

/**
 * The server that runs in this directory, if any. postmaster.pid is verified by signing in and asking for the
 * directory: after a kill or a reboot both its process id and its port may belong to another program. A server that is
 * starting, recovering or stopping is waited for.
 */
export async function look(cluster: string, password: string, watch: Watch): Promise<Running | undefined> {
  const reason = watchLog(cluster);
  const deadline = Date.now() + PATIENCE_MS;
  let refusedSince = Number.POSITIVE_INFINITY;
  for (let tries = 0; ; tries++) {
    const lockFile = readLockFile(cluster);
    if (!lockFile) return undefined;
    if (lockFile === "damaged") {
      if (removeDamagedLockFile(cluster)) {
        watch.onProgress?.(`Removed a damaged ${lockFilePath(cluster)}: no PostgreSQL runs there`);
        return undefined;
      }
      const users = processesIn(cluster)?.join(", ");
      if (Date.now() > deadline) {
        throw new StartError(
          `${lockFilePath(cluster)} is damaged, and a process (${users}) works in its directory: end that, and start again`,
        );
      }
    } else {
      const { pid, port } = lockFile;
      const { state, refusal } = await knock(cluster, port, password);
      if (state === "ours") return running(port, password);
      if (state !== "busy" && !isPostmaster(pid, cluster)) {
        // PostgreSQL takes any living process of its user for its predecessor and would refuse to start.
        if (isAlive(pid)) rmSync(lockFilePath(cluster), { force: true });
        return undefined;
      }
      if (state === "refused") {
        throw new PasswordRefused(
          `PostgreSQL in ${cluster} (process ${pid}) does not take the password in DATA_DIR/postgres-password: put the file back from your copy, or stop whatever uses the database, then PostgreSQL itself (kill -INT ${pid}), and start again, which sets a new password`,
        );
      }
      refusedSince = refusal === undefined ? Number.POSITIVE_INFINITY : Math.min(refusedSince, Date.now());
      if (Date.now() - refusedSince > REFUSAL_MS) {
        const reasons = [refusal, lackOfRoom(cluster)].filter(Boolean).join("; ");
        throw new StillBusy(`PostgreSQL in ${cluster} (process ${pid}) refuses connections: ${reasons}`);
      }
      if (Date.now() > deadline) {
        throw new StillBusy(
          `PostgreSQL in ${cluster} (process ${pid}) runs but does not answer${reason() ? `: ${reason()}` : ""}`,
        );
      }
    }
    if (tries === 20 && refusedSince === Number.POSITIVE_INFINITY)
      watch.onProgress?.("Waiting for PostgreSQL, which is recovering or stopping");
    await pause(100, undefined, { signal: watch.signal });
  }
}

function running(port: number, password: string): Running {
  return {
    url: (database) =>
      `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
  };
}

interface Knock {
  /** Ours, ours but busy, ours but refusing the password, or somebody else or nobody. */
  state: "ours" | "busy" | "refused" | "other";
  /** Why a PostgreSQL that is neither busy nor refusing the password accepts no connection, in its own words. */
  refusal?: string;
}

/** Who answers at the port. */
async function knock(cluster: string, port: number, password: string): Promise<Knock> {
  if (!port) return { state: "other" };
  const url = running(port, password).url("postgres");
  const sql = ownConnection("look", { url, schema: null, connectTimeoutS: 5, fetch_types: false });
  try {
    const [row] = await sql`select current_setting('data_directory') as directory`;
    return { state: sameDirectory(row?.directory, cluster) ? "ours" : "other" };
  } catch (error) {
    const code = codeOf(error) ?? "";
    // Starting up, shutting down and recovering; too many clients.
    if (["57P01", "57P02", "57P03", "53300"].includes(code)) return { state: "busy" };
    if (["28P01", "28000"].includes(code)) return { state: "refused" };
    return SQLSTATE.test(code) && error instanceof Error
      ? { state: "other", refusal: error.message }
      : { state: "other" };
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** What PostgreSQL itself answered; codes of the system, such as EPIPE, have no digits. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

function sameDirectory(one: unknown, other: string): boolean {
  try {
    return typeof one === "string" && realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

/** How long the last processes of a killed predecessor may hold its memory or its port. */
const PREDECESSOR_MS = 20_000;
const TRANSIENT = /still in use|could not bind|already in use|could not create any TCP/;

/**
 * Starts the server, on its previous port if that is free. A lost password is set anew. Call it under the lock, while
 * no server runs; if it fails, none is left running.
 */
export async function startUp(
  dataDir: string,
  cluster: string,
  password: string,
  programs: Programs,
  owner: Owner | undefined,
  watch: Watch,
): Promise<Running> {
  secureOwnership(cluster, owner, watch.onProgress);
  try {
    try {
      return await startOnce(dataDir, cluster, password, programs, owner, watch);
    } catch (error) {
      if (!(error instanceof PasswordRefused)) throw error;
      watch.onProgress?.(
        "DATA_DIR/postgres-password was lost or is another database's: setting a new password",
      );
      await shutDown(cluster, programs, owner);
      await setPassword(cluster, password, programs, owner);
      return await startOnce(dataDir, cluster, password, programs, owner, watch);
    }
  } catch (error) {
    // pg_ctl has been interrupted, but the server that it started may still be coming up, or may not have written its
    // file yet.
    for (let look = 0; watch.signal?.aborted && look < 20 && !runsIn(cluster); look++) await pause(100);
    if (runsIn(cluster) && !(error instanceof StillBusy)) await shutDown(cluster, programs, owner);
    throw error;
  }
}

function runsIn(cluster: string): boolean {
  const lockFile = readLockFile(cluster);
  return typeof lockFile === "object" && isPostmaster(lockFile.pid, cluster);
}

async function startOnce(
  dataDir: string,
  cluster: string,
  password: string,
  programs: Programs,
  owner: Owner | undefined,
  watch: Watch,
): Promise<Running> {
  const deadline = Date.now() + PREDECESSOR_MS;
  const log = startupLog(cluster);
  const wait = ["--wait", "--timeout", String(PATIENCE_MS / 1000), "--silent"];
  for (;;) {
    writeSettings(cluster, await choosePort(dataDir), owner, watch.settings);
    rmSync(log, { force: true });
    const logged = watchLog(cluster);
    const { code, output } = await run(
      programs.pgCtl,
      ["start", "--pgdata", cluster, "--log", log, ...wait],
      {
        ...spawnAs(owner),
        signal: watch.signal,
      },
    );
    const server = await look(cluster, password, watch);
    if (server) return server;
    // A full disk may keep PostgreSQL from writing its reason.
    const reason = [logged() ?? faultIn(output), lackOfRoom(cluster)].filter(Boolean).join("; ");
    if (Date.now() > deadline || !TRANSIENT.test(reason)) {
      throw new StartError(`PostgreSQL did not start (${code}): ${reason}; its logs are in ${cluster}`);
    }
    await pause(200, undefined, { signal: watch.signal });
  }
}

/** `fast`: open transactions are rolled back, everything committed is on disk. */
export async function shutDown(cluster: string, programs: Programs, owner: Owner | undefined): Promise<void> {
  const { code, output } = await run(
    programs.pgCtl,
    ["stop", "--pgdata", cluster, "--mode", "fast", "--wait", "--timeout", "120"],
    spawnAs(owner),
  );
  if (code !== 0 && existsSync(join(cluster, "postmaster.pid"))) {
    throw new StartError(`PostgreSQL did not stop: ${output.trim()}`);
  }
}

/**
 * Below the range of ephemeral ports, so that the kept port stays free; another one only if somebody else has taken it.
 */
async function choosePort(dataDir: string): Promise<number> {
  const file = join(dataDir, "postgres-port");
  const kept = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (kept > 0 && kept < 65_536 && !(await obstacle(kept, "127.0.0.1"))) return kept;
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if (await obstacle(port, "127.0.0.1")) continue;
    writeFileSync(file, `${port}\n`);
    return port;
  }
}
