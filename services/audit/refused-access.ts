import type { UserActor } from "#core/access/actor.ts";
import {
  insertRefusedAccess,
  lockRefusedAccess,
  updateRefusedAccess,
} from "#db/queries/audit/refused-access.ts";
import { transaction } from "#runtime/database/transaction.ts";
import { log } from "#runtime/log.ts";
import { traceOf } from "./audit.ts";

/** So many different addresses are named in an entry; the rest is in its count. */
const NAMED = 20;

/**
 * Writes down that somebody tried what they may not. One entry for a person and hour, which counts, so that nobody
 * fills the disk. The refusal stands whether it can be written or not.
 */
export async function noteRefusedAccess(actor: UserActor, path: string): Promise<void> {
  log().warn({ user: actor.id, path }, "access refused");
  try {
    await transaction(async (tx) => {
      const entry = await lockRefusedAccess(tx, actor.id, actor.accountId);
      if (!entry) {
        const after = { count: 1, paths: [path] };
        await insertRefusedAccess(tx, { ...traceOf(actor), accountId: actor.accountId, after });
        return;
      }
      const { count, paths } = entry.after;
      const named = paths.includes(path) || paths.length >= NAMED ? paths : [...paths, path];
      await updateRefusedAccess(tx, entry.id, { count: count + 1, paths: named });
    });
  } catch (error) {
    log().error({ err: error }, "a refused access could not be written down");
  }
}
