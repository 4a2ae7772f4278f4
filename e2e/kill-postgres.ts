import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./until.ts";

/** SIGKILL of every process of DATA_DIR's embedded PostgreSQL, as a power cut would end them. */
export async function killPostgres(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, "postgres", "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const postmaster = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (!isPostgres(postmaster)) return;
  const all = [postmaster, ...childrenOf(postmaster)];
  for (const pid of all) kill(pid);
  await until("PostgreSQL is dead", () => !all.some(isPostgres));
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
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
