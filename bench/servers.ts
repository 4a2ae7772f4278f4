import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Home } from "./database.ts";

const root = dirname(import.meta.dirname);
/** Until a server answers. One of another commit builds its pages first. */
const PATIENCE_MS = 600_000;
const METRICS_TOKEN = randomBytes(16).toString("hex");

export interface BenchServer {
  pid: number;
  port: number;
  /** Microseconds of CPU that its process has used, according to its own metrics. */
  cpuMicros(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * The product, started as `npm start` does, on its own port and with the bench's database. Its log goes to a file, at
 * the production level: a line per send is part of what is measured. `at` is the location of its code: this checkout,
 * or another commit's.
 */
export async function startServer(
  home: Home,
  name: string,
  settings: Record<string, string>,
  at = root,
  program = "start.ts",
): Promise<BenchServer> {
  const dataDir = join(home.dir, name);
  mkdirSync(dataDir);
  const logFile = join(dataDir, "server.log");
  const output = openSync(logFile, "a");
  const child = spawn(process.execPath, [join(at, "bin", program)], {
    cwd: at,
    env: {
      ...process.env,
      DATABASE_URL: home.databaseUrl,
      APP_SECRET: home.secret,
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "info",
      METRICS_TOKEN,
      ENV_FILE: "",
      TRUSTED_PROXIES: "",
      ALLOWED_COUNTRIES: "",
      ...settings,
    },
    stdio: ["ignore", output, output],
  });
  const stop = () => end(child);
  try {
    const port = await portOf(child, dataDir);
    return { pid: child.pid!, port, cpuMicros: () => cpuOf(port), stop };
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}:\n${lastLines(logFile)}`);
  }
}

/** The server writes its address to a file in DATA_DIR; it is ready when /readyz says so. */
async function portOf(child: ChildProcess, dataDir: string): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const url = announced(join(dataDir, "servers"));
    if (url && (await answers(`${url}/readyz`))) return Number(new URL(url).port);
    await pause(100);
  }
  throw new Error("a server did not start");
}

function announced(folder: string): string | undefined {
  try {
    const [file] = readdirSync(folder);
    return file && JSON.parse(readFileSync(join(folder, file), "utf8")).url;
  } catch {
    return undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

async function cpuOf(port: number): Promise<number> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
  const seconds = /^process_cpu_seconds_total ([\d.e+-]+)$/m.exec(text)?.[1];
  if (seconds === undefined) throw new Error("a server does not say how much CPU it used");
  return Number(seconds) * 1e6;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

function lastLines(file: string): string {
  return readFileSync(file, "utf8").trim().split("\n").slice(-20).join("\n");
}
