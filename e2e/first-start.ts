import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

/** Where a DATA_DIR is as a first start leaves it: made once for all tests, in `make-first-start.ts`. */
export const FIRST_START = "AMAN_GATE_E2E_FIRST_START";

/**
 * Makes a DATA_DIR a copy of it. Most of a first start is the making of the database, which only those tests have to
 * wait for that are about it.
 */
export function copyFirstStart(dataDir: string): void {
  const place = process.env[FIRST_START];
  if (place === undefined) return;
  const { status, stderr } = spawnSync("cp", ["-a", place, dataDir], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  // Two that run at once cannot have the same port.
  rmSync(join(dataDir, "postgres-port"), { force: true });
  rmSync(join(dataDir, "servers"), { recursive: true, force: true });
}
