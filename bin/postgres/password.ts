import { randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "#bin/process/child.ts";
import { codeOf, StartError } from "#bin/process/start-error.ts";
import { keepOnce } from "#bin/start/secret.ts";
import { SUPERUSER } from "./cluster.ts";
import { type Owner, spawnAs } from "./owner.ts";
import type { Programs } from "./programs.ts";
import { faultIn } from "./server-log.ts";

const passwordFile = (dataDir: string) => join(dataDir, "postgres-password");

/** The superuser's password as stored in DATA_DIR, or undefined if the file is missing or damaged. */
export function readPassword(dataDir: string): string | undefined {
  try {
    const password = readFileSync(passwordFile(dataDir), "utf8").trim();
    return /^[\x21-\x7e]{8,}$/.test(password) ? password : undefined;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new StartError(
      `${passwordFile(dataDir)} cannot be read (${codeOf(error)}): start as the user who owns it`,
    );
  }
}

/**
 * The password: `known`, or a new one if it was lost. Call it under the lock. The database may still have the lost one,
 * see `setPassword`.
 */
export function keepPassword(dataDir: string, known?: string): string {
  const kept = readPassword(dataDir);
  if (kept !== undefined) return kept;
  rmSync(passwordFile(dataDir), { force: true });
  return keepOnce(passwordFile(dataDir), () => known ?? randomBytes(24).toString("base64url"));
}

/**
 * Sets the superuser's password in a database that is not running. Whoever can do that owns the directory and can read
 * everything that the password protects. PostgreSQL itself ensures that no other server uses the directory meanwhile.
 */
export async function setPassword(
  cluster: string,
  password: string,
  programs: Programs,
  owner: Owner | undefined,
): Promise<void> {
  const statement = `alter role ${SUPERUSER} password '${password.replaceAll("'", "''")}'\n`;
  const { code, output } = await run(programs.postgres, ["--single", "-D", cluster, "postgres"], {
    ...spawnAs(owner),
    input: statement,
  });
  // It exits with 0 whatever happened to the statement.
  if (code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(output)) {
    const reason = faultIn(output.replaceAll(password, "…"));
    throw new StartError(`The database in ${cluster} could not be given a new password: ${reason}`);
  }
}
