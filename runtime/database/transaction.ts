import { isConflict } from "./errors.ts";
import { type Database, database, type Executor } from "./pools.ts";

/** Whoever loses three times in a row hears of it, and may come again. */
const TRIES = 3;

/**
 * Does `work` in a transaction of the desk's, and again where PostgreSQL undid it for another one that ran at the same
 * time (a deadlock, a serialization failure). So `work` must do nothing but ask the database, and may keep nothing from
 * an earlier try.
 */
export async function transaction<T>(
  work: (tx: Executor) => Promise<T>,
  config?: Parameters<Database["transaction"]>[1],
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await database().transaction(work, config);
    } catch (error) {
      if (!isConflict(error) || tries === TRIES) throw error;
    }
  }
}
