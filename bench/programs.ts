import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Home } from "./database.ts";
import { startServer } from "./servers.ts";

const root = dirname(import.meta.dirname);

export interface ProgramCost {
  what: string;
  /** In seconds of CPU per round, user and system, of the program and its children. */
  cpuSeconds: number[];
  median: number;
  aim: number;
}

/**
 * The programs that people wait for when nothing has changed: a verb of the command line, and a server until it is
 * ready.
 */
export async function benchPrograms(home: Home, rounds: number): Promise<ProgramCost[]> {
  const costs = { verb: [] as number[], start: [] as number[] };
  // The first run of each bundles the program.
  for (let round = 0; round <= rounds; round++) {
    const measured = { verb: costOfVerb(home), start: await costOfStart(home, round) };
    if (round === 0) continue;
    costs.verb.push(measured.verb);
    costs.start.push(measured.start);
  }
  return [
    { what: "gate account list", cpuSeconds: costs.verb, median: median(costs.verb), aim: 0.5 },
    { what: "a server until /readyz", cpuSeconds: costs.start, median: median(costs.start), aim: 2 },
  ];
}

export function programTableOf(costs: ProgramCost[]): string {
  const lines = costs.map(
    ({ what, median: middle, aim }) =>
      `| ${what} | ${middle.toFixed(2)} | at most ${aim} | ${middle <= aim ? "reached" : "not reached"} |`,
  );
  return ["| seconds of CPU (median over rounds) | measured | aim | |", "|---|---:|---:|---|", ...lines].join(
    "\n",
  );
}

function costOfVerb(home: Home): number {
  const [, before] = cpuOf("self");
  const { status, stderr } = spawnSync(process.execPath, [join(root, "bin", "gate.mjs"), "account", "list"], {
    env: { ...process.env, DATABASE_URL: home.databaseUrl, APP_SECRET: home.secret, DATA_DIR: home.dir },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`gate account list: ${stderr}`);
  return cpuOf("self")[1] - before;
}

async function costOfStart(home: Home, round: number): Promise<number> {
  const folder = join("starts", String(round));
  mkdirSync(join(home.dir, "starts"), { recursive: true });
  const server = await startServer(home, folder, {}, root, "start.mjs");
  const [own, children] = cpuOf(server.pid);
  await server.stop();
  return own + children;
}

/** The CPU of a process and all its children that have ended, in seconds. Linux counts in hundredths. */
function cpuOf(pid: number | "self"): [own: number, children: number] {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ").map(Number);
  return [(fields[11]! + fields[12]!) / 100, (fields[13]! + fields[14]!) / 100];
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
