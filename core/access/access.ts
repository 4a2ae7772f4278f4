import type { AccountStatus } from "#core/customer/account-choices.ts";
import type { RefusalCode } from "#core/input/refusal.ts";
import type { Actor } from "./actor.ts";

/** The operator's side: an admin, somebody at the server's own command line, or the gateway itself. */
export function isOperator(actor: Actor): boolean {
  return actor.kind !== "user" || actor.role === "admin";
}

/**
 * Every actor except a viewer, which is read-only. Asserted wherever a change ends: when its audit entry is written.
 */
export function canChange(actor: Actor): boolean {
  return actor.kind !== "user" || actor.role !== "onlooker";
}

/** May see and change what belongs to the account: its own developers, and the operator. */
export function canActFor(actor: Actor, accountId: number): boolean {
  return isOperator(actor) || (actor.kind === "user" && actor.accountId === accountId);
}

/** Only the operator manages accounts, users, subscriptions, providers and the gateway as a whole. */
export function canOperate(actor: Actor): boolean {
  return isOperator(actor);
}

/** The operator manages users, but nobody may do to their own user what only another person should do. */
export function whyNotManageUser(actor: Actor, userId: number): RefusalCode | null {
  if (!canOperate(actor)) return "not_allowed";
  return actor.kind === "user" && actor.id === userId ? "user_is_self" : null;
}

/** At least one active admin must remain, so that someone can always sign in and manage the gateway. */
export function whyNotDeactivate(
  actor: Actor,
  userId: number,
  activeAdmins: readonly number[],
): RefusalCode | null {
  const last = activeAdmins.length === 1 && activeAdmins[0] === userId;
  return whyNotManageUser(actor, userId) ?? (last ? "user_last_admin" : null);
}

/** Neither the user nor the account may be disabled. Told only to a person who has proved to be the user. */
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

/** Whose rows an actor sees: those of one account, or all. Queries apply it in their `where` clause. */
export type Scope = number | "all";

/** A row outside the scope does not exist for the actor: the answer is "not found" rather than "forbidden". */
export function scopeOf(actor: Actor): Scope {
  return actor.kind === "user" && actor.role !== "admin" ? actor.accountId : "all";
}

/**
 * Only the token's account may read it again: the operator hands a token over once and has no need of it afterwards.
 */
export function canRevealToken(actor: Actor): actor is Extract<Actor, { role: "developer" }> {
  return actor.kind === "user" && actor.role === "developer";
}

/** A person who tries the API in the dashboard sends as a developer of the account that pays. */
export function canTryApi(actor: Actor): actor is Extract<Actor, { role: "developer" }> {
  return actor.kind === "user" && actor.role === "developer";
}
