import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbedded, stopEmbedded } from "#bin/postgres/postgres.ts";
import { migrate } from "#db/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of a superuser's connection to the test run's PostgreSQL. */
    testCluster: string;
  }
}

/** The migrated database that every test file copies. */
export const TEMPLATE = "aman_gate_template";

const PREFIX = "aman-gate-test-";

/** Vitest's global set-up: one PostgreSQL for the run, removed after it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearAbandoned();
  const { url, drop } = await throwAwayCluster();
  project.provide("testCluster", url);
  return drop;
}

/** A separate PostgreSQL with the migrated template, fast because it need not survive anything. */
export async function throwAwayCluster(): Promise<{ url: string; drop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const drop = async () => {
    await stopEmbedded(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const settings = {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      shared_buffers: "128MB",
    };
    const database = await startEmbedded(dataDir, { settings });
    const sql = postgres(database.url, { max: 1 });
    await sql`create database ${sql(TEMPLATE)}`.finally(() => sql.end());
    await migrate(addressOf(database.url, TEMPLATE));
    return {
      url: database.url,
      drop: async () => {
        await database.leave();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

export function addressOf(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}

/** The remains of a killed run. The directory's name contains its owner. */
async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split("-")[0]);
    if (isAlive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    try {
      await stopEmbedded(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    } catch {
      // Another user's, which we may not remove.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
