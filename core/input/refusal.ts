/**
 * Why a service refused to act, as a closed set of codes. The pages have translations in both languages; the command
 * line and the logs use the English texts below. `{name}` is replaced from `values`.
 */
export const refusalTexts = {
  not_allowed: "You may not do this.",
  read_only: "You may see this, but not change it.",
  invalid_input: "{problems}",
  changed_meanwhile: "Somebody changed it meanwhile.",
  key_used: "This key was used for another change already, which was made; use a new one.",
  account_not_found: "There is no account {id}.",
  account_name_taken: "An account named {name} already exists.",
  user_not_found: "There is no user with the e-mail {email}.",
  user_email_taken: "A user with the e-mail {email} already exists.",
  sign_in_failed: "The e-mail or the password is not right.",
  user_deactivated: "This user is deactivated.",
  account_suspended: "This account is suspended.",
  too_many_guesses: "Too many wrong attempts; try again in {minutes} minutes.",
  too_many_invitations: "The team has sent too many invitations; try again in {minutes} minutes.",
  busy: "Too many people are signing in at this moment; try again in a few seconds.",
  session_not_found: "There is no such session any more.",
  code_wrong: "The code is not right, or was used already.",
  sign_in_expired: "The sign-in took too long; begin again.",
  two_factor_on: "Two-factor authentication is on already.",
  two_factor_off: "Two-factor authentication is not on.",
  user_is_self: "You cannot do this to your own user.",
  user_last_admin: "{email} is the last active admin.",
  user_last_owner: "{email} is the last active owner of the account.",
  user_role_of_other_side: "{email} cannot take this role: it is one of the other side.",
  user_removed_by_operator: "{email} was deactivated by the operator of this gateway.",
  user_not_invited: "{email} has taken up the invitation already.",
  user_invited: "{email} has not taken up the invitation yet.",
  link_not_valid: "This link was used already, has expired, or never existed.",
  subscription_not_found: "There is no subscription {id}.",
  subscription_cancelled: "Subscription {id} was cancelled and cannot be changed.",
  smtp_not_set: "No mail server is set; set one with: gate smtp set",
  notice_not_found: "There is no notice {id}.",
  subscription_renewed: "Subscription {id} was renewed as subscription {next}.",
  audit_entry_not_found: "There is no audit entry {id}.",
  plan_not_found: "There is no plan {id}.",
  plan_archived: "Plan {id} was archived and is not offered any more.",
  plan_name_taken: "A plan named {name} already exists.",
  template_not_found: "There is no template {id}.",
  template_undo_too_late:
    "The decision about template {id} cannot be taken back any more: more than {seconds} seconds have passed, or it was changed since.",
  template_not_pending: "Template {id} has no version that waits for approval.",
  template_not_draft: "Template {id} has no draft.",
  template_only_draft: "Template {id} is nothing but this draft; archive it instead.",
  template_waits: "Template {id} has a version that waits for approval; withdraw it first.",
  template_archived: "Template {id} is archived.",
  token_not_found: "There is no API token {id}.",
  token_already_revoked: "API token {id} is revoked already.",
  password_wrong: "The password is not right.",
  whitelist_entry_not_found: "There is no whitelist entry {id}.",
  whitelist_range_wide: "{range} lets in the whole internet or a large part of it; confirm that it is meant.",
  whitelist_entry_exists: "{range} is on the whitelist already.",
  provider_not_found: "There is no provider named {name}.",
  provider_in_routes:
    "Provider {name} is in the routes for {prefixes}; change or remove these first: gate route set, gate route remove",
  provider_demands_none:
    "Provider {name} asks for no approval of texts; if its operator does: gate provider approvals {name} on.",
  operator_not_found: "There is no operator named {name}.",
  operator_name_taken: "An operator named {name} already exists.",
  operator_prefix_taken: "The prefix {prefix} belongs to {name}.",
  route_taken: "There is a route for the prefix {prefix} already; change that one.",
  route_not_found: "There is no route for the prefix {prefix}.",
  route_of_account_not_found: "Account {account} has no route of its own for the prefix {prefix}.",
  sender_taken: "The provider {name} has a sender for this already; change that one.",
  sender_not_found: "There is no such sender with the provider {name}.",
  template_not_approved: "Template {id} has no approved version.",
  version_not_approved: "Template {id} has no approved version {version}.",
  template_without_text: "Template {id} has no text in this language.",
  provider_name_taken: "A provider named {name} already exists.",
  provider_not_sandbox: "Provider {name} is not a sandbox: it always delivers.",
  provider_unusable: "The configuration of provider {name} cannot be used.",
  provider_config_invalid: "The configuration of a provider of kind {kind} is not valid: {problems}",
  message_not_found: "There is no message {id}.",
  request_not_found: "There is no request {id} in the log.",
  backup_invalid: "{file} is not a whole backup of Aman Gate: {problem}",
  backup_other_version:
    "The backup was made with schema {theirs}, this copy has {ours}: restore it with the release that made it, then upgrade.",
  backup_other_secret:
    "The backup was made under another APP_SECRET; restore it with the one it was made with.",
  database_in_use: "Other programs are connected to the database ({who}); stop them first.",
  file_unreadable: "{file} cannot be read: {problem}",
  file_unwritable: "{file} cannot be written: {problem}",
  server_not_running: "No running server of this installation was found; start it with: npm start",
} as const;

export type RefusalCode = keyof typeof refusalTexts;

/** An operation was refused and nothing was changed. `fields` names each invalid input with what is expected. */
export class Refused extends Error {
  readonly code: RefusalCode;
  readonly values: Record<string, string | number>;
  readonly fields: Record<string, string[]>;

  constructor(
    code: RefusalCode,
    values: Record<string, string | number> = {},
    fields: Record<string, string[]> = {},
  ) {
    super(refusalTexts[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? "")));
    this.code = code;
    this.values = values;
    this.fields = fields;
  }
}
