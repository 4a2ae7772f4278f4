import type { Actor } from "#core/actor.ts";
import type { AuditAction } from "#core/audit-action.ts";
import { auditEntries } from "#db/schema/audit-entries.ts";
import type { Executor } from "#runtime/database.ts";

export interface Change {
  action: AuditAction;
  subjectId: number | string;
  accountId?: number | null;
  /** What was there and what is there now. Never a password, a token, a code or a provider's configuration. */
  before?: unknown;
  after?: unknown;
}

/** Writes who changed what. Call it in the transaction of the change, so that neither exists without the other. */
export async function audit(tx: Executor, actor: Actor, change: Change): Promise<void> {
  await tx.insert(auditEntries).values({
    actorKind: actor.kind,
    actorId: actor.kind === "user" ? actor.id : null,
    actorName: actor.name,
    address: actor.kind === "user" ? actor.address : null,
    accountId: change.accountId ?? null,
    action: change.action,
    subjectId: String(change.subjectId),
    before: change.before ?? null,
    after: change.after ?? null,
  });
}
