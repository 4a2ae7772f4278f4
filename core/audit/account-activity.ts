import type { AuditAction } from "./audit-action.ts";

/**
 * The actions that an account's team sees of its own audit entries: what became of the account's things, and who did it.
 * Not the operator's internals, such as contacts, notes and views, nor sign-ins, which are each user's own.
 */
export const accountActivity = [
  "account.suspend",
  "account.resume",
  "account.two_factor",
  "user.create",
  "user.invite",
  "user.renew_invitation",
  "user.withdraw_invitation",
  "user.set_password",
  "user.change_email",
  "user.change_role",
  "user.deactivate",
  "user.reactivate",
  "user.two_factor_on",
  "user.two_factor_off",
  "user.two_factor_reset",
  "subscription.grant",
  "subscription.top_up",
  "subscription.extend",
  "subscription.cancel",
  "template.create",
  "template.save",
  "template.submit",
  "template.withdraw",
  "template.discard",
  "template.approve",
  "template.reject",
  "template.archive",
  "token.create",
  "token.scope",
  "token.reveal",
  "token.rotate",
  "token.revoke",
  "whitelist.add",
  "whitelist.remove",
  "whitelist.enforce",
  "message.export",
  "account.export_ledger",
  "account.print_statement",
] as const satisfies AuditAction[];

export type ActivityAction = (typeof accountActivity)[number];

/** The names of things in the values of an entry, in the order in which they are tried. */
const NAMES = ["name", "email", "range", "plan"] as const;

/** What a change was about, as its own values name it; null if they do not. */
export function nameInEntry({ before, after }: { before: unknown; after: unknown }): string | null {
  for (const values of [after, before]) {
    for (const field of NAMES) {
      const name = (values as Record<string, unknown> | null)?.[field];
      if (typeof name === "string" && name !== "") return name;
    }
  }
  return null;
}
