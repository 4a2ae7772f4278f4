import type { UserActor } from "#core/access/actor.ts";
import {
  insertRefusedAccess,
  lockRefusedAccess,
  updateRefusedAccess,
} from "#db/queries/audit/refused-access.ts";
import { transaction } from "#runtime/database/transaction.ts";
import { log } from "#runtime/log.ts";
import { traceOf } from "./audit.ts";

/** The number of distinct addresses listed in an entry; further ones are only counted. */
const NAMED = 20;

/**
 * Records that somebody tried what they may not do. There is one entry per person and hour, with a count, so that
 * nobody can fill the disk. The refusal stands even if it cannot be recorded.
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
