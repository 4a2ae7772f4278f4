/**
 * Everything that leaves an audit entry, as `noun.verb`. A change with an action that is not here does not
 * compile, and the words for each in both languages are checked against this list.
 */
export const auditActions = [
  "account.create",
  "account.suspend",
  "account.resume",
  "user.create",
  "user.invite",
  "user.sign_in",
  "user.set_password",
  "user.change_password",
  "user.reset_password",
  "user.reset_link",
  "user.renew_invitation",
  "user.withdraw_invitation",
  "user.deactivate",
  "user.reactivate",
  "user.two_factor_on",
  "user.two_factor_off",
  "user.two_factor_reset",
  "user.recovery_codes",
  "subscription.grant",
  "template.create",
  "template.save",
  "template.submit",
  "template.withdraw",
  "template.approve",
  "template.reject",
  "template.archive",
  "token.create",
  "token.reveal",
  "token.rotate",
  "token.revoke",
  "whitelist.add",
  "whitelist.remove",
  "whitelist.enforce",
  "provider.set",
  "provider.remove",
  "settings.change",
] as const;

export type AuditAction = (typeof auditActions)[number];
