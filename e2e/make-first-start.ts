import { chmodSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FIRST_START } from "./first-start.ts";
import { startGateway } from "./gateway.ts";
import { until } from "./until.ts";

/** Before all tests. @returns what is done after them. */
export default async function makeFirstStart(): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), "aman-gate-e2e-first-"));
  chmodSync(home, 0o711);
  const DATA_DIR = join(home, "data");
  const gateway = await startGateway({ env: { DATA_DIR } });
  await until("its first users are there", () => gateway.output().includes("Aman Gate is at"), 60_000);
  await gateway.discard();
  // A database that is elsewhere, because PostgreSQL's user cannot come in here, is not copied with it.
  if (!lstatSync(join(DATA_DIR, "postgres")).isSymbolicLink()) process.env[FIRST_START] = DATA_DIR;
  return () => rmSync(home, { recursive: true, force: true });
}
