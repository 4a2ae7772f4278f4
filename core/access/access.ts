import type { AccountStatus } from "#core/customer/account-choices.ts";
import type { RefusalCode } from "#core/input/refusal.ts";
import type { Actor } from "./actor.ts";

/** The operator's side: an admin, someone at the machine's own command line, or the gateway itself. */
export function isOperator(actor: Actor): boolean {
  return actor.kind !== "user" || actor.role === "admin";
}

/** Everybody but an onlooker, whatever it is. Asked where every change ends: in its audit entry. */
export function canChange(actor: Actor): boolean {
  return actor.kind !== "user" || actor.role !== "onlooker";
}

/** May see and change what belongs to the account: its own developers, and the operator. */
export function canActFor(actor: Actor, accountId: number): boolean {
  return isOperator(actor) || (actor.kind === "user" && actor.accountId === accountId);
}

/** Accounts, users, subscriptions, providers and the gateway as a whole are the operator's alone. */
export function canOperate(actor: Actor): boolean {
  return isOperator(actor);
}

/** Users are the operator's to manage, but nobody does to their own user what only others should. */
export function whyNotManageUser(actor: Actor, userId: number): RefusalCode | null {
  if (!canOperate(actor)) return "not_allowed";
  return actor.kind === "user" && actor.id === userId ? "user_is_self" : null;
}

/** Somebody must always be able to sign in and manage the gateway. */
export function whyNotDeactivate(
  actor: Actor,
  userId: number,
  activeAdmins: readonly number[],
): RefusalCode | null {
  const last = activeAdmins.length === 1 && activeAdmins[0] === userId;
  return whyNotManageUser(actor, userId) ?? (last ? "user_last_admin" : null);
}

/** Neither the user nor the account may be shut out. Said only to whoever has proved to be the user. */
export function whyNotEnter(user: {
  removedAt: Date | null;
  accountStatus: AccountStatus | null;
}): RefusalCode | null {
  if (user.removedAt) return "user_deactivated";
  return user.accountStatus === "suspended" ? "account_suspended" : null;
}

/** A developer proposes a template, the operator decides. */
export function canReviewTemplates(actor: Actor): boolean {
  return isOperator(actor);
}

/** Whose rows an actor sees: one account's, or everybody's. Queries put it into their `where`. */
export type Scope = number | "all";

/** A row outside the scope does not exist for the actor: it is not found, rather than forbidden. */
export function scopeOf(actor: Actor): Scope {
  return actor.kind === "user" && actor.role !== "admin" ? actor.accountId : "all";
}

/** The operator hands a token over once and then has no business with it: only its account reads it again. */
export function canRevealToken(actor: Actor): actor is Extract<Actor, { role: "developer" }> {
  return actor.kind === "user" && actor.role === "developer";
}

/** Whoever tries the API in the dashboard sends as a developer of the account that pays. */
export function canTryApi(actor: Actor): actor is Extract<Actor, { role: "developer" }> {
  return actor.kind === "user" && actor.role === "developer";
}
