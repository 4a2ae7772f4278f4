import { userRoles } from "#core/access/role.ts";
import { tokenAccesses } from "#core/customer/token-access.ts";
import type { FieldChange } from "./audit-difference.ts";

/**
 * The fields that audit entries contain, in the order in which they are shown: names first, remarks last. The database
 * keeps no order.
 */
export const auditFields = [
  "name",
  "plan",
  "email",
  "role",
  "accountId",
  "kind",
  "position",
  "enabled",
  "takesOver",
  "demandsApproval",
  "arabicName",
  "prefix",
  "prefixes",
  "providers",
  "provider",
  "language",
  "sender",
  "state",
  "range",
  "label",
  "enforced",
  "status",
  "version",
  "english",
  "arabic",
  "link",
  "approvedAs",
  "templateCode",
  "reason",
  "contactName",
  "contactEmail",
  "contactPhone",
  "notes",
  "unit",
  "quota",
  "credits",
  "days",
  "months",
  "price",
  "startsAt",
  "endsAt",
  "renewal",
  "renewedFrom",
  "hint",
  "access",
  "templates",
  "grace",
  "expiresAt",
  "revokedAt",
  "replacedBy",
  "new",
  "since",
  "until",
  "secondFactor",
  "countries",
  "messages",
  "refusals",
  "audit",
  "notices",
  "timeZone",
  "requireTwoFactor",
  "twoFactorRequired",
  "requireTwoFactorOfMembers",
  "host",
  "port",
  "security",
  "user",
  "from",
  "fromName",
  "url",
  "hasPassword",
  "newPassword",
  "logo",
  "type",
  "bytes",
  "count",
  "paths",
  "asked",
  "madeAt",
  "schema",
  "sequences",
  "sessions",
  "links",
  "note",
] as const;

export type AuditField = (typeof auditFields)[number];

export function isAuditField(name: string): name is AuditField {
  return auditFields.includes(name as AuditField);
}

const placeOf = (field: string) => {
  const place = auditFields.indexOf(field.split(".")[0] as AuditField);
  return place === -1 ? auditFields.length : place;
};

/** Sorts changes into the order in which they are shown. */
export function inFieldOrder(changes: FieldChange[]): FieldChange[] {
  return changes.toSorted((a, b) => placeOf(a.field) - placeOf(b.field));
}

/** Fields that hold an amount, shown in groups of three digits. */
const amounts: readonly string[] = ["quota", "credits", "bytes", "count", "messages", "refusals", "audit"];

/** The field's value as an amount; null if it is not one. */
export function auditAmount(field: string, value: string): number | null {
  return amounts.includes(field) && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** Values that belong to a closed set and are translated, as opposed to text that somebody typed. */
export const auditValues = {
  status: [
    "active",
    "suspended",
    "deactivated",
    "cancelled",
    "draft",
    "pending",
    "approved",
    "rejected",
    "revoked",
  ],
  role: userRoles,
  unit: ["message", "segment"],
  access: tokenAccesses,
  renewal: ["off", "lapse", "carry"],
  secondFactor: ["app", "recovery"],
  state: ["requested", "registered", "not_submitted", "submitted", "accepted", "refused"],
} as const;

export type AuditValue = (typeof auditValues)[keyof typeof auditValues][number];

/** Whether a field's value belongs to a closed set that is translated into both languages. */
export function isAuditValue(field: string, value: string): value is AuditValue {
  const known: readonly string[] = auditValues[field.split(".").at(-1) as keyof typeof auditValues] ?? [];
  return known.includes(value);
}
