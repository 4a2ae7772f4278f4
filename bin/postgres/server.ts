import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import {
  existsSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { run } from "#bin/child.ts";
import { obstacle } from "#bin/port.ts";
import { codeOf, StartError } from "#bin/start-error.ts";
import { lastWords, type Settings, SUPERUSER, writeSettings } from "./cluster.ts";
import { giveTo, type Owner, spawnAs } from "./owner.ts";
import type { Programs } from "./programs.ts";

/** A PostgreSQL that answers and is the one of our directory. */
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

/**
 * The server that runs in this directory, if one does. What postmaster.pid says is proven by signing in and
 * asking for the directory: after a kill or a restart of the machine both the process id and the port in it may
 * be another program's. A server that is starting, recovering or stopping is waited for.
 */
export async function look(cluster: string, password: string, watch: Watch): Promise<Running | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let tries = 0; ; tries++) {
    const pidFile = readPidFile(cluster);
    if (!pidFile) return undefined;
    const state = await knock(cluster, pidFile.port, password);
    if (state === "ours") return running(pidFile.port, password);
    if (state !== "busy" && !isPostmaster(pidFile.pid, cluster)) {
      // PostgreSQL takes any living process of its user for its predecessor and would refuse to start.
      if (isAlive(pidFile.pid)) rmSync(join(cluster, "postmaster.pid"), { force: true });
      return undefined;
    }
    if (state === "refused") {
      throw new StartError(
        `PostgreSQL in ${cluster} does not take the password in DATA_DIR/postgres-password: put the file back from a backup`,
      );
    }
    if (Date.now() > deadline) {
      throw new StartError(
        `PostgreSQL in ${cluster} (process ${pidFile.pid}) runs but does not answer: ${lastWords(cluster)}`,
      );
    }
    if (tries === 20) watch.onProgress?.("Waiting for PostgreSQL, which is recovering or stopping");
    await pause(100, undefined, { signal: watch.signal });
  }
}

function readPidFile(cluster: string): { pid: number; port: number } | undefined {
  try {
    const [pid, , , port] = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    return Number(pid) > 0 ? { pid: Number(pid), port: Number(port) } : undefined;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new StartError(`${cluster} cannot be read (${codeOf(error)}): start as the user who owns it`);
  }
}

function running(port: number, password: string): Running {
  return { url: (database) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}` };
}

/** Who answers at the port: ours, ours but busy, ours but it refuses the password, or somebody else or nobody. */
async function knock(
  cluster: string,
  port: number,
  password: string,
): Promise<"ours" | "busy" | "refused" | "other"> {
  if (!port) return "other";
  const sql = postgres(running(port, password).url("postgres"), {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
  });
  try {
    const [row] = await sql`select current_setting('data_directory') as directory`;
    return sameDirectory(row?.directory, cluster) ? "ours" : "other";
  } catch (error) {
    // Starting up, shutting down and recovering; too many clients.
    if (["57P01", "57P02", "57P03", "53300"].includes(codeOf(error) ?? "")) return "busy";
    return ["28P01", "28000"].includes(codeOf(error) ?? "") ? "refused" : "other";
  } finally {
    await sql.end({ timeout: 0 });
  }
}

function sameDirectory(one: unknown, other: string): boolean {
  try {
    return typeof one === "string" && realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

/** Whether the process is the server of this directory: a postmaster's working directory is its database. */
function isPostmaster(pid: number, cluster: string): boolean {
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** How long a killed predecessor's last processes may hold its memory or its port. */
const PREDECESSOR_MS = 20_000;
const TRANSIENT = /still in use|could not bind|already in use|could not create any TCP/;

/** Starts the server, on the port it had before where that is free. Call it under the lock. */
export async function startUp(
  dataDir: string,
  cluster: string,
  password: string,
  programs: Programs,
  owner: Owner | undefined,
  watch: Watch,
): Promise<Running> {
  // A directory that root copied or restored belongs to root, which PostgreSQL refuses.
  if (owner && statSync(cluster).uid !== owner.uid) giveTo(owner, cluster);
  const deadline = Date.now() + PREDECESSOR_MS;
  const log = join(cluster, "startup.log");
  const wait = ["--wait", "--timeout", String(PATIENCE_MS / 1000), "--silent"];
  try {
    for (;;) {
      writeSettings(cluster, await choosePort(dataDir), owner, watch.settings);
      rmSync(log, { force: true });
      const { code } = await run(programs.pgCtl, ["start", "--pgdata", cluster, "--log", log, ...wait], {
        ...spawnAs(owner),
        signal: watch.signal,
      });
      const server = await look(cluster, password, watch);
      if (server) return server;
      const reason = lastWords(cluster);
      if (Date.now() > deadline || !TRANSIENT.test(reason)) {
        throw new StartError(`PostgreSQL did not start (${code}): ${reason}; its logs are in ${cluster}`);
      }
      await pause(200, undefined, { signal: watch.signal });
    }
  } catch (error) {
    // pg_ctl has ended with the interruption, and what it started has not, or has yet to write down that it is there.
    if (watch.signal?.aborted) {
      for (let look = 0; look < 20 && !isPostmaster(readPidFile(cluster)?.pid ?? 0, cluster); look++)
        await pause(100);
      await shutDown(cluster, programs, owner);
    }
    throw error;
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
 * Below the range that systems take for outgoing connections, so that the kept port stays free; another one
 * only where somebody else has taken it.
 */
async function choosePort(dataDir: string): Promise<number> {
  const file = join(dataDir, "postgres-port");
  const kept = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (kept > 0 && !(await obstacle(kept, "127.0.0.1"))) return kept;
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if (await obstacle(port, "127.0.0.1")) continue;
    writeFileSync(file, `${port}\n`);
    return port;
  }
}
