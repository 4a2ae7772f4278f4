import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { removeDamagedLockFile } from "./lock-file.ts";
import { type Embedded, isRunning, startEmbedded, stopEmbedded } from "./postgres.ts";

/** One database, damaged in one way after another. */
const dataDir = mkdtempSync(join(tmpdir(), `aman-gate-test-${process.pid}-`));
const cluster = join(dataDir, "postgres");
const lockFile = join(cluster, "postmaster.pid");
const passwordFile = join(dataDir, "postgres-password");
let database: Embedded | undefined;
let said: string[] = [];

async function start(): Promise<Embedded> {
  said = [];
  const settings = { fsync: "off", shared_buffers: "32MB" };
  database = await startEmbedded(dataDir, { settings, onProgress: (line) => said.push(line) });
  return database;
}

async function leave(): Promise<string | undefined> {
  const left = await database?.leave();
  database = undefined;
  return left;
}

async function answers({ url }: Embedded): Promise<void> {
  const sql = postgres(url, { max: 1 });
  expect(await sql`select 1 as one`.finally(() => sql.end())).toEqual([{ one: 1 }]);
}

beforeAll(async () => {
  await start();
  await leave();
});
afterEach(leave);
afterAll(async () => {
  await stopEmbedded(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

test.each([
  ["empty", ""],
  ["full of zeros", "\0".repeat(80)],
  ["of another program", "Hello\nworld\n"],
  ["without a process id", "0\n/data\n"],
])("starts after a power loss left postmaster.pid %s", async (_, content) => {
  writeFileSync(lockFile, content);
  await answers(await start());
  expect(said).toContainEqual(expect.stringMatching(/^Removed a damaged .*postmaster\.pid/));
});

test("a damaged postmaster.pid stays while a process uses the directory, under whatever path", async () => {
  writeFileSync(lockFile, "");
  const other = spawn("sleep", ["600"], { cwd: cluster, stdio: "ignore" });
  await once(other, "spawn");
  expect(removeDamagedLockFile(cluster)).toBe(false);
  expect(existsSync(lockFile)).toBe(true);
  other.kill();
  await once(other, "exit");
  expect(removeDamagedLockFile(cluster)).toBe(true);
  expect(existsSync(lockFile)).toBe(false);
});

test("the reason for a failed start belongs to this start, and nothing is left running", async () => {
  const configuration = join(cluster, "postgresql.conf");
  const whole = readFileSync(configuration, "utf8");
  mkdirSync(join(cluster, "log"), { recursive: true });
  appendFileSync(
    join(cluster, "log", "Sun.log"),
    "2099-01-01 00:00:00.000 UTC [7] FATAL:  an older reason\n",
  );
  appendFileSync(configuration, "no_such_setting = 1\n");
  await expect(start()).rejects.toThrow(/did not start \(1\): unrecognized .*no_such_setting/);
  expect(await isRunning(dataDir)).toBe(false);
  writeFileSync(configuration, whole);
});

test.each([
  [0o755, 0o700],
  [0o777, 0o700],
  [0o750, 0o750],
])("a directory of mode %o can be started from, and gets %o", async (mode, closed) => {
  chmodSync(cluster, mode);
  await answers(await start());
  expect(statSync(cluster).mode & 0o777).toBe(closed);
  chmodSync(cluster, 0o700);
});

test("an empty postgresql.conf is regenerated, and the database listens where it should", async () => {
  writeFileSync(join(cluster, "postgresql.conf"), "");
  const { url } = await start();
  const sql = postgres(url, { max: 1 });
  const [row] = await sql`select current_setting('logging_collector') as collector`.finally(() => sql.end());
  expect(row).toEqual({ collector: "on" });
});

test.each([
  ["missing", undefined],
  ["empty", ""],
  ["another database's", "the-password-of-another-one"],
])("starts where the password file is %s", async (_, content) => {
  if (content === undefined) rmSync(passwordFile);
  else writeFileSync(passwordFile, content);
  const started = await start();
  await answers(started);
  expect(said).toContainEqual(expect.stringMatching(/setting a new password$/));
  expect(readFileSync(passwordFile, "utf8").trim()).toBe(started.password);
  expect(statSync(passwordFile).mode & 0o077).toBe(0);
});

test("a database whose password file is lost while it runs is still stopped, by its owner only", async () => {
  await start();
  rmSync(passwordFile);
  await expect(startEmbedded(dataDir)).rejects.toThrow(
    /does not take the password .*put the file back.*kill -INT \d+/,
  );
  expect(await leave()).toBe("stopped");
  expect(existsSync(lockFile)).toBe(false);
  await answers(await start());
});

test("a failed sign-in to PostgreSQL leaves no PostgreSQL running", async () => {
  const access = join(cluster, "pg_hba.conf");
  const whole = readFileSync(access, "utf8");
  writeFileSync(access, "host all all 127.0.0.1/32 reject\n");
  await expect(start()).rejects.toThrow(/does not take the password/);
  expect(existsSync(lockFile)).toBe(false);
  writeFileSync(access, whole);
});

test("a running PostgreSQL that refuses connections for a reason of its own is reported with it, and not stopped", async () => {
  const running = await start();
  const template = new URL(running.url);
  template.pathname = "/template1";
  const allow = async (allowed: boolean) => {
    const sql = postgres(template.href, { max: 1 });
    await sql`update pg_database set datallowconn = ${allowed} where datname = 'postgres'`.finally(() =>
      sql.end(),
    );
  };
  await allow(false);
  try {
    await expect(startEmbedded(dataDir)).rejects.toThrow(
      /refuses connections: database "postgres" is not currently accepting connections/,
    );
  } finally {
    await allow(true);
  }
  await answers(running);
});

test("damage that cannot be repaired is reported with its remedy", async () => {
  const version = join(cluster, "PG_VERSION");
  const whole = readFileSync(version, "utf8");
  writeFileSync(version, "\0\0\0");
  await expect(start()).rejects.toThrow(/PG_VERSION is damaged.*restore/);
  writeFileSync(version, whole);
  const lock = join(dataDir, "postgres.lock");
  writeFileSync(lock, "no database of SQLite's, and longer than its header is".repeat(20));
  await expect(start()).rejects.toThrow(/postgres\.lock cannot be locked .*remove it/);
  rmSync(lock);
});
