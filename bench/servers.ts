import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Home } from "./database.ts";

const root = dirname(import.meta.dirname);
const PATIENCE_MS = 60_000;

export interface BenchServer {
  port: number;
  stop(): Promise<void>;
}

/**
 * The product, started as `npm start` starts it, on a port of its own and the bench's database. Its log goes to
 * a file, at the level of production: a line for each send is part of what is measured.
 */
export async function startServer(
  home: Home,
  name: string,
  settings: Record<string, string>,
  nodeOptions: string[] = [],
): Promise<BenchServer> {
  const dataDir = join(home.dir, name);
  mkdirSync(dataDir);
  const logFile = join(dataDir, "server.log");
  const output = openSync(logFile, "a");
  const child = spawn(process.execPath, [...nodeOptions, join(root, "bin", "start.ts")], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: home.databaseUrl,
      APP_SECRET: home.secret,
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "info",
      TRUSTED_PROXIES: "",
      ALLOWED_COUNTRIES: "",
      ...settings,
    },
    stdio: ["ignore", output, output],
  });
  const stop = () => end(child);
  try {
    return { port: await portOf(child, dataDir), stop };
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}:\n${lastLines(logFile)}`);
  }
}

/** The server says where it listens in a file of its DATA_DIR; it is ready when /readyz says so. */
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

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

function lastLines(file: string): string {
  return readFileSync(file, "utf8").trim().split("\n").slice(-20).join("\n");
}
