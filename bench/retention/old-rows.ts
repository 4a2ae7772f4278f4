import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Customer } from "../customers.ts";
import type { Home } from "../database.ts";

export interface Planting {
  /** Old messages. */
  rows: number;
  accounts: number;
}

export interface Planted {
  customers: Customer[];
  /** No old message has a higher id. */
  lastOldId: number;
}

/**
 * One refused request and one audit entry for this many messages; one recent message, which stays, for this many old
 * ones.
 */
export const REFUSALS_PART = 10;
export const YOUNG_PART = 20;

/** Customers with old messages, in a separate process: the bench's own has another database. */
export async function plantOldRows(home: Home, databaseUrl: string, planting: Planting): Promise<Planted> {
  const child = fork(join(import.meta.dirname, "plant.ts"), {
    execArgv: [],
    env: { ...process.env, DATABASE_URL: databaseUrl, APP_SECRET: home.secret, LOG_LEVEL: "warn" },
  });
  child.send(planting);
  const ended = once(child, "exit");
  const answer = await Promise.race([once(child, "message"), ended.then(() => null)]);
  await ended;
  if (!answer) throw new Error("old rows could not be made; the reason is above");
  return answer[0] as Planted;
}
