import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { type Desk, openDesk } from "./desk.ts";
import { copyFirstStart } from "./first-start.ts";
import { freePort } from "./free-port.ts";
import { killPostgres } from "./kill-postgres.ts";
import { bareEnvironment, type Ended, type Environment, root, runProgram, script } from "./program.ts";
import { until } from "./until.ts";

export interface GatewayOptions {
  /** Settings; `DATA_DIR` in place of a temporary one, `DATABASE_URL` and `APP_SECRET` to share a database. */
  env?: Record<string, string>;
  /** For `bin/start.mjs`. */
  args?: string[];
  /** Its start makes the database, and tells the first sign-ins. */
  first?: boolean;
}

/** The product as it is run: `bin/start.mjs`, bundled, in a process of its own, on a free port of the loopback. */
export interface Gateway {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** The command line on this gateway's database, running or not. */
  gate(...args: string[]): Promise<Ended>;
  /** Calls a service in another process on the same database. */
  desk(): Promise<Desk>;
  /** A connection of the test's own, to look into the database, or to age a row. */
  sql(): Promise<Sql>;
  /** What a second process needs to share this one's database. */
  sharedEnv(): Promise<{ DATABASE_URL: string; APP_SECRET: string; DATA_DIR: string }>;
  /** A second process on the same database and DATA_DIR. It is the caller's to stop, before this one. */
  sibling(options?: GatewayOptions): Promise<Gateway>;
  /** Everything that the server and its predecessors printed, logs included. */
  output(): string;
  /** SIGTERM; returns when the process has ended, with its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL of the server only. */
  kill(): Promise<void>;
  /** SIGKILL of the server and of all processes of its embedded PostgreSQL. */
  killAll(): Promise<void>;
  /** Stops it if it runs, and starts it again on the same DATA_DIR and port. */
  restart(): Promise<void>;
  /** Stops it and removes what it kept. */
  discard(): Promise<void>;
}

const START_MS = 120_000;
const STOP_MS = 60_000;

export async function startGateway({
  env = {},
  args = [],
  first = false,
}: GatewayOptions = {}): Promise<Gateway> {
  const home = mkdtempSync(join(tmpdir(), "aman-gate-e2e-"));
  // Open to pass through, so that root's PostgreSQL keeps its files here and they go with the directory.
  chmodSync(home, 0o711);
  const dataDir = env.DATA_DIR ?? join(home, "data");
  if (!first && env.DATA_DIR === undefined && env.DATABASE_URL === undefined) copyFirstStart(dataDir);
  const settings: Environment = {
    ...bareEnvironment(),
    HOST: "127.0.0.1",
    // And not 0, with which the system gives one that another process may have while this one restarts.
    PORT: String(await freePort()),
    LOG_LEVEL: "debug",
    ...env,
    DATA_DIR: dataDir,
  };
  const log = join(home, "output.log");
  let server = launch(settings, args, log);
  let url = await ready(server, dataDir, log);
  let desk: Desk | undefined;
  let sql: Sql | undefined;

  const output = () => readFileSync(log, "utf8");
  const gate = (...words: string[]) =>
    runProgram(process.execPath, [script("bin/gate.mjs"), ...words], { env: settings });
  const sharedEnv = async () => {
    const DATABASE_URL = env.DATABASE_URL ?? (await gate("database", "url")).stdout.trim();
    const APP_SECRET = env.APP_SECRET ?? readFileSync(join(dataDir, "app-secret"), "utf8").trim();
    return { DATABASE_URL, APP_SECRET, DATA_DIR: dataDir };
  };
  const leaveDatabase = async () => {
    await Promise.all([desk?.close(), sql?.end({ timeout: 1 })]);
    desk = undefined;
    sql = undefined;
  };
  const kill = async () => {
    if (isRunning(server)) {
      server.kill("SIGKILL");
      await once(server, "exit");
    }
  };
  const stop = async () => {
    await leaveDatabase();
    if (isRunning(server)) {
      server.kill("SIGTERM");
      await until("the server stops", () => !isRunning(server), STOP_MS).catch(async (error) => {
        await kill();
        throw new Error(`${error.message}\n${tail(output())}`);
      });
    }
    return server.exitCode;
  };

  return {
    get url() {
      return url;
    },
    dataDir,
    get pid() {
      return server.pid!;
    },
    gate,
    async desk() {
      desk ??= openDesk({ ...settings, ...(await sharedEnv()) });
      return desk;
    },
    async sql() {
      sql ??= postgres((await sharedEnv()).DATABASE_URL, { max: 2, onnotice: () => {} });
      return sql;
    },
    sharedEnv,
    sibling: async (options = {}) => {
      const { PORT: _, ...shared } = env;
      return startGateway({ ...options, env: { ...shared, ...(await sharedEnv()), ...options.env } });
    },
    output,
    stop,
    kill,
    async killAll() {
      await Promise.all([kill(), killPostgres(dataDir)]);
      await leaveDatabase();
    },
    async restart() {
      await stop();
      server = launch(settings, args, log);
      url = await ready(server, dataDir, log);
    },
    async discard() {
      try {
        await stop();
      } finally {
        if (env.DATABASE_URL === undefined) await killPostgres(dataDir);
        rmSync(home, { recursive: true, force: true });
      }
    },
  };
}

function launch(env: Environment, args: string[], log: string): ChildProcess {
  // A file and not a pipe: nobody has to read it for the server to go on, and it outlives a kill.
  const out = openSync(log, "a");
  const child = spawn(process.execPath, [script("bin/start.mjs"), ...args], {
    cwd: root,
    env,
    stdio: ["ignore", out, out],
  });
  closeSync(out);
  const abandon = () => child.kill("SIGKILL");
  process.once("exit", abandon);
  child.once("exit", () => process.off("exit", abandon));
  return child;
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

/** The address that the process left in DATA_DIR, once it says that it can send. */
async function ready(child: ChildProcess, dataDir: string, log: string): Promise<string> {
  const presence = join(dataDir, "servers", `${child.pid}.json`);
  const look = async () => {
    if (!isRunning(child)) return { url: undefined };
    if (!existsSync(presence)) return undefined;
    const { url } = JSON.parse(readFileSync(presence, "utf8")) as { url: string };
    return (await fetch(`${url}/readyz`)).status === 200 ? { url } : undefined;
  };
  const found = await until("the gateway is ready", look, START_MS).catch((error) => error as Error);
  if ("url" in found && found.url) return found.url;
  child.kill("SIGKILL");
  throw new Error(
    `The gateway did not start (exit code ${child.exitCode}):\n${tail(readFileSync(log, "utf8"))}`,
  );
}

const tail = (text: string) => text.split("\n").slice(-30).join("\n");
