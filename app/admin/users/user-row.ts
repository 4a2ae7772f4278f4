import type { UserRow } from "#components/users/user-view.ts";
import type { DirectoryUser } from "#services/users/user-directory.ts";
import { findAccounts } from "../accounts/find.ts";
import {
  changeUserRole,
  deactivate,
  inviteUser,
  linkForReset,
  reactivate,
  renewInvitation,
  resetUserTwoFactor,
  withdrawInvitation,
} from "./actions.ts";

export const userActions = {
  findAccounts,
  onInvite: inviteUser,
  onRenew: renewInvitation,
  onWithdraw: withdrawInvitation,
  onChangeRole: changeUserRole,
  onResetPassword: linkForReset,
  onResetTwoFactor: resetUserTwoFactor,
  onDeactivate: deactivate,
  onReactivate: reactivate,
};

/** A user as the lists show them; `self` is the reader. */
export function userRow(
  { removedByTeam, invitedUntil, lastSignInAt, createdAt, ...user }: DirectoryUser,
  self: number,
): UserRow {
  return {
    ...user,
    linkExpired: invitedUntil === null || invitedUntil.getTime() <= Date.now(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    isSelf: user.id === self,
    isRestorable: removedByTeam,
  };
}
