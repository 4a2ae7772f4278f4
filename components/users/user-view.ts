import type { ChooserOption } from "#components/form/chooser.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import type { UserRole } from "#core/access/role.ts";
import type { AccountName } from "#core/customer/account-name.ts";

export interface UserRow {
  id: number;
  email: string;
  role: UserRole;
  accountId: number | null;
  accountName: AccountName | null;
  status: "invited" | "active" | "deactivated";
  /** The invitation link has expired. */
  linkExpired: boolean;
  twoFactor: boolean;
  /** ISO. */
  lastSignInAt: string | null;
  createdAt: string;
  isSelf: boolean;
  /** Removed by the team, which may take them back. */
  isRestorable: boolean;
}

/** A link to be handed over. */
export interface Link {
  url: string;
  /** ISO. */
  until: string;
  /** Whether it is mailed to its user as well. */
  mailed: boolean;
}

export interface Invitation {
  email: string;
  role: UserRole;
  /** The account's id in digits; empty for an admin. */
  accountId: string;
}

export interface UserActions {
  /** Only the operator, who invites to any account. */
  findAccounts?: (text: string) => Promise<ChooserOption[]>;
  onInvite: (invitation: Invitation) => Promise<Outcome<Link>>;
  onRenew: (email: string) => Promise<Outcome<Link>>;
  onWithdraw: (email: string) => Promise<Outcome>;
  onChangeRole: (email: string, role: UserRole) => Promise<Outcome>;
  /** Only the operator: it lets somebody in. */
  onResetPassword?: (email: string) => Promise<Outcome<Link>>;
  onResetTwoFactor?: (email: string) => Promise<Outcome>;
  onDeactivate: (email: string) => Promise<Outcome>;
  onReactivate: (email: string) => Promise<Outcome>;
}

/** What is open above the list. */
export type UserDialog =
  | { kind: "invite" }
  | { kind: "changeRole" | "deactivate"; email: string; role: UserRole }
  | { kind: "withdraw" | "resetTwoFactor"; email: string }
  | { kind: "link"; email: string; why: "invitation" | "password_reset"; link: Link };
