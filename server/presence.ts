import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Lets the command line find the running servers of this DATA_DIR: each process keeps a small file with its loopback
 * address. Files left by processes that died are harmless, since nothing answers at their address.
 */
export function announce(dataDir: string, url: string): () => void {
  const folder = join(dataDir, "servers");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${process.pid}.json`);
  writeFileSync(file, JSON.stringify({ pid: process.pid, url }), { mode: 0o600 });
  return () => {
    try {
      const { pid } = JSON.parse(readFileSync(file, "utf8")) as { pid: number };
      if (pid === process.pid) rmSync(file);
    } catch {
      // It is gone already.
    }
  };
}
