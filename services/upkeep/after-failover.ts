import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import { type ClosedGap, closeGap } from "#db/lost-commits.ts";
import { ownConnection } from "#runtime/database/connection.ts";
import { type Diagnosis, examine } from "./doctor.ts";

export interface FailoverSummary extends ClosedGap {
  diagnosis: Diagnosis;
}

/**
 * To be run once after a standby took over that had not received all committed transactions. The gateway may go on
 * sending meanwhile. Messages whose outcome was lost are pending again, and the sweep makes them unknown.
 */
export async function closeFailover(actor: Actor): Promise<FailoverSummary> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const sql = ownConnection("after-failover");
  try {
    const closed = await sql.begin(async (tx) => {
      const gap = await closeGap(tx);
      await tx`
        insert into audit_entries (actor_kind, actor_name, action, subject_id, after)
        values (${actor.kind}, ${actor.name}, 'backup.after_failover', 'all', ${tx.json({ ...gap })})`;
      return gap;
    });
    return { ...closed, diagnosis: await examine(actor) };
  } finally {
    await sql.end({ timeout: 1 });
  }
}
