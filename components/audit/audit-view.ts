import type { AuditAction } from "#core/audit/audit-action.ts";
import type { FieldChange } from "#core/audit/audit-difference.ts";
import type { Noun } from "#core/audit/audit-log.ts";
import type { AccountName } from "#core/customer/account-name.ts";

export interface AuditView {
  id: number;
  /** ISO. */
  at: string;
  actorKind: "user" | "command_line" | "system";
  /** The id, if it is a user. */
  actorId: number | null;
  actorName: string;
  accountId: number | null;
  accountName: AccountName | null;
  action: AuditAction;
  noun: Noun;
  subjectId: string;
  address: string | null;
  changes: FieldChange[];
}
