import type { Actor } from "./actor.ts";

/** The operator's side: an admin, someone at the machine's own command line, or the gateway itself. */
export function isOperator(actor: Actor): boolean {
  return actor.kind !== "user" || actor.role === "admin";
}

/** May see and change what belongs to the account: its own developers, and the operator. */
export function canActFor(actor: Actor, accountId: number): boolean {
  return isOperator(actor) || (actor.kind === "user" && actor.accountId === accountId);
}

/** Accounts, users, subscriptions, providers and the gateway as a whole are the operator's alone. */
export function canOperate(actor: Actor): boolean {
  return isOperator(actor);
}

/** A developer proposes a template, the operator decides. */
export function canReviewTemplates(actor: Actor): boolean {
  return isOperator(actor);
}
