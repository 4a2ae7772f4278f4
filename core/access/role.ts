/** Roles of the operator's own people: an admin changes things, support sees everything and changes nothing. */
export const operatorRoles = ["admin", "support"] as const;
export type OperatorRole = (typeof operatorRoles)[number];

/** Roles of an account's people: an owner manages the team too, `read_only` sees what the account has. */
export const accountRoles = ["owner", "developer", "read_only"] as const;
export type AccountRole = (typeof accountRoles)[number];

export const userRoles = [...operatorRoles, ...accountRoles] as const;
export type UserRole = (typeof userRoles)[number];

/** Whether a user with this role belongs to the operator, not to an account. */
export function isOperatorRole(role: string): role is OperatorRole {
  return operatorRoles.some((each) => each === role);
}
