import type { Refused } from "#core/input/refusal.ts";
import { missingReference, uniqueConflict } from "#db/conflict.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { transaction } from "#runtime/database/transaction.ts";

/**
 * Runs a change and writes its audit entry in one transaction. Races are decided by the database's constraints, named
 * in `conflicts` with the refusal that the loser gets: a check before the write would let two concurrent requests pass.
 * `work` may run more than once, see `transaction`.
 */
export async function auditedTransaction<T>(
  work: (tx: Executor) => Promise<T>,
  conflicts: Record<string, Refused> = {},
): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    const constraint = uniqueConflict(error) ?? missingReference(error);
    throw (constraint && conflicts[constraint]) || error;
  }
}
