import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { findCluster } from "#bin/postgres/cluster.ts";
import { codeOf, StartError } from "#bin/process/start-error.ts";
import { env } from "#runtime/env.ts";

/**
 * The secret that belongs to the embedded database: APP_SECRET if it is set, otherwise one that is stored in DATA_DIR.
 * It is created with the database and never a second time: losing the file means losing every stored token copy, and a
 * new file in its place would hide that. Call it before the database is created.
 */
export function embeddedSecret(dataDir: string): string {
  const given = env().APP_SECRET;
  if (given) return given;
  const file = join(dataDir, "app-secret");
  if (!existsSync(file) && findCluster(dataDir)) throw new StartError(`${file} is missing: ${REMEDY}`);
  const secret = keepOnce(file, () => randomBytes(48).toString("base64"));
  if (secret.length < 32) throw new StartError(`${file} is damaged: ${REMEDY}`);
  return secret;
}

const REMEDY =
  "put it back from your copy (no backup contains it); without it stored tokens and carriers' settings cannot be opened";

/**
 * The file's content; if there is no file yet, what `make` returns, stored with mode 600. The file appears completely
 * or not at all, and two concurrent processes both get the first one's.
 */
export function keepOnce(file: string, make: () => string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (codeOf(error) !== "ENOENT")
      throw new StartError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    const handle = openSync(draft, "wx", 0o600);
    writeSync(handle, `${make()}\n`);
    fsyncSync(handle);
    closeSync(handle);
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") {
      throw new StartError(`${file} cannot be written: ${(error as Error).message}`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, "utf8").trim();
}
