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
