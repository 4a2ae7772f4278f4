import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Home } from "../database.ts";

/** Users who can sign in, and the account that owns the messages. */
export interface Inhabitants {
  accountId: number;
  developer: string;
  admin: string;
  password: string;
}

/** The request to the other process. */
export interface Furnishing {
  messages: number;
  accounts: number;
  /** In each of a few accounts. */
  templates: number;
}

/**
 * Migrates a database and fills it with accounts, templates and a send log, in a separate process: a process has pools for one database
 * only, and the bench's own is another.
 */
export async function furnish(home: Home, databaseUrl: string, furnishing: Furnishing): Promise<Inhabitants> {
  const child: ChildProcess = fork(join(import.meta.dirname, "furnish.ts"), {
    execArgv: [],
    env: { ...process.env, DATABASE_URL: databaseUrl, APP_SECRET: home.secret, LOG_LEVEL: "warn" },
  });
  child.send(furnishing);
  const ended = once(child, "exit");
  const answer = await Promise.race([once(child, "message"), ended.then(() => null)]);
  await ended;
  if (!answer) throw new Error("a send log could not be made; the reason is above");
  return answer[0] as Inhabitants;
}
