import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./until.ts";

/** SIGKILL of every process of DATA_DIR's embedded PostgreSQL, as a power cut would end them. */
export const killPostgres = (dataDir: string): Promise<void> => killServer(join(dataDir, "postgres"));

/** The same of the server whose files are in this directory. */
export async function killServer(cluster: string): Promise<void> {
  const all = processesOf(cluster);
  signal(all, "SIGKILL");
  await until("PostgreSQL is dead", () => !all.some(isPostgres));
}

/**
 * Stops the same processes where they are: connections stay open, and nothing comes over them. As where the machine
 * hangs, or the network drops every packet. @returns what lets them go on.
 */
export function freezePostgres(dataDir: string): () => void {
  const all = processesOf(join(dataDir, "postgres"));
  signal(all, "SIGSTOP");
  return () => signal(all, "SIGCONT");
}

function processesOf(cluster: string): number[] {
  const pidFile = join(cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return [];
  const postmaster = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  return isPostgres(postmaster) ? [postmaster, ...childrenOf(postmaster)] : [];
}

function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) signalOne(pid, name);
}

function signalOne(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

/** The name and the parent of a process; undefined where there is none, or it only waits to be reaped. */
function statusOf(pid: number): { name: string; parent: number } | undefined {
  try {
    const [, name, state, parent] = /^\d+ \((.*)\) (\w) (\d+)/s.exec(
      readFileSync(`/proc/${pid}/stat`, "utf8"),
    )!;
    return state === "Z" ? undefined : { name: name!, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

const isPostgres = (pid: number) => statusOf(pid)?.name.startsWith("postgres") === true;

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((other) => other > 0 && statusOf(other)?.parent === pid);
}
