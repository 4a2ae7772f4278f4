import { isConflict } from "./errors.ts";
import { type Database, database, type Executor } from "./pools.ts";

/** After three conflicts in a row the caller gets the error and may retry later. */
const TRIES = 3;

/**
 * Runs `work` in a transaction of the general pool, and again if PostgreSQL rolled it back because of a concurrent one
 * (a deadlock, a serialization failure). `work` must therefore have no effects outside the database, and must keep no
 * state from an earlier attempt.
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
