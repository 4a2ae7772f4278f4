import "server-only";
import type { AuditView } from "#components/audit/audit-view.ts";
import type { AuditAction } from "#core/audit/audit-action.ts";
import { differences } from "#core/audit/audit-difference.ts";
import { inFieldOrder } from "#core/audit/audit-field.ts";
import { nounOf } from "#core/audit/audit-log.ts";
import type { AuditEntry } from "#services/audit/audit-log.ts";

/** An entry as plain values, for client components. */
export function auditView({ at, action, before, after, ...entry }: AuditEntry): AuditView {
  return {
    ...entry,
    at: at.toISOString(),
    action: action as AuditAction,
    noun: nounOf(action),
    changes: inFieldOrder(differences(before, after)),
  };
}
