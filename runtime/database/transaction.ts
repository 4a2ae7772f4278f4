import { InDoubt, isConflict, statementRefused } from "./errors.ts";
import { type Database, database, type Executor } from "./pools.ts";

/** After three conflicts in a row the caller gets the error and may retry later. */
const TRIES = 3;

/**
 * Runs `work` in a transaction of the general pool, and again if PostgreSQL rolled it back because of a concurrent one
 * (a deadlock, a serialization failure). `work` must therefore have no effects outside the database, and must keep no
 * state from an earlier attempt.
 * @throws {InDoubt} if the answer to the commit was lost: the transaction may have been made.
 */
export async function transaction<T>(
  work: (tx: Executor) => Promise<T>,
  config?: Parameters<Database["transaction"]>[1],
): Promise<T> {
  for (let tries = 1; ; tries++) {
    let isCommitting = false;
    try {
      return await database().transaction(async (tx) => {
        const result = await work(tx);
        isCommitting = true;
        return result;
      }, config);
    } catch (error) {
      if (isCommitting && statementRefused(error) === null) throw new InDoubt(error);
      if (!isConflict(error) || tries === TRIES) throw error;
    }
  }
}
