import type { Refused } from "#core/input/refusal.ts";
import { missingReference, uniqueConflict } from "#db/conflict.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { transaction } from "#runtime/database/transaction.ts";

/**
 * Does a change and its audit entry in one transaction. Who comes first is decided by the constraints of the
 * database, named in `conflicts` with the refusal that the second one gets: a look before the write would let
 * two through at once. `work` may be done more than once, see `transaction`.
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
