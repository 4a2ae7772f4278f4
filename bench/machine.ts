import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { median } from "./results.ts";

/** What the numbers depend on, one line each. */
export function describeMachine(dir: string): string[] {
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${memory} GiB, ${platform()} ${arch()}; server, database and load generator share them`,
    `load average before the start ${loadavg()[0]!.toFixed(1)}; writing 8 KiB to disk (fsync) takes ${fsyncMs(dir).toFixed(2)} ms`,
    `Node ${process.versions.node}, Next ${versionOf("next")}, postgres.js ${versionOf("postgres")}`,
    "load generator: bench/connection.ts (node:net), a process of its own; one request at a time a connection",
  ];
}

/** The median of fifty: the time that every durable commit waits. */
function fsyncMs(dir: string): number {
  const file = join(dir, "fsync");
  const handle = openSync(file, "w");
  const block = Buffer.alloc(8192, 1);
  const took = Array.from({ length: 50 }, () => {
    const started = performance.now();
    writeSync(handle, block, 0, block.length, 0);
    fsyncSync(handle);
    return performance.now() - started;
  });
  closeSync(handle);
  rmSync(file);
  return median(took);
}

function versionOf(name: string): string {
  const file = join(dirname(import.meta.dirname), "node_modules", name, "package.json");
  return JSON.parse(readFileSync(file, "utf8")).version;
}
