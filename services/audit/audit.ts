import { canChange, isOwnAffair } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { AuditAction } from "#core/audit/audit-action.ts";
import { Refused } from "#core/input/refusal.ts";
import { auditEntries } from "#db/schema/audit-entries.ts";
import { database, type Executor } from "#runtime/database/pools.ts";

export interface Change {
  action: AuditAction;
  subjectId: number | string;
  accountId?: number | null;
  /** The values before and after the change. Never a password, a token, a code or a provider's configuration. */
  before?: unknown;
  after?: unknown;
}

/**
 * Writes an audit entry. Call it in the transaction of the change, so that neither exists without the other. Since
 * every change comes through here, whoever may only read is refused here, which rolls the transaction back; but for what
 * users do to themselves.
 */
export async function audit(tx: Executor, actor: Actor, change: Change): Promise<void> {
  if (!canChange(actor) && !isOwnAffair(actor, change)) throw new Refused("read_only");
  await tx.insert(auditEntries).values({ ...traceOf(actor), ...entryOf(change) });
}

type ExportAction = "message.export" | "audit.export" | "account.export_ledger" | "account.print_statement";

/** Records an act of reading that others should know of, allowed to those who may only read. */
export async function auditReading(
  tx: Executor,
  actor: Actor,
  change: Change & { action: ExportAction | "account.view_start" | "account.view_end" },
): Promise<void> {
  await tx.insert(auditEntries).values({ ...traceOf(actor), ...entryOf(change) });
}

/** Records an export, which takes data out of the gateway's control. Call it before the first row is handed out. */
export async function auditExport(actor: Actor, change: Change & { action: ExportAction }): Promise<void> {
  await auditReading(database(), actor, change);
}

/** The actor as an entry records it. */
export function traceOf(actor: Actor) {
  return {
    actorKind: actor.kind,
    actorId: actor.kind === "user" ? actor.id : null,
    actorName: actor.name,
    address: actor.kind === "user" ? actor.address : null,
  };
}

function entryOf({ action, subjectId, accountId = null, before = null, after = null }: Change) {
  return { action, subjectId: String(subjectId), accountId, before, after };
}
