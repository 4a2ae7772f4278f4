import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { codeOf, StartError } from "#bin/process/start-error.ts";
import { env } from "#runtime/env.ts";

/**
 * The secret that belongs to the embedded database: APP_SECRET if it is set, otherwise one that is created once and
 * stored in DATA_DIR. Losing the file means losing every stored token copy, so it is never silently created a second
 * time: the database knows its fingerprint.
 */
export function embeddedSecret(dataDir: string): string {
  const given = env().APP_SECRET;
  if (given) return given;
  const file = join(dataDir, "app-secret");
  const secret = keepOnce(file, () => randomBytes(48).toString("base64"));
  if (secret.length < 32) throw new StartError(`${file} is damaged: put it back from a backup`);
  return secret;
}

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
