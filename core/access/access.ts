import type { AccountStatus } from "#core/customer/account-choices.ts";
import type { RefusalCode } from "#core/input/refusal.ts";
import { type Actor, isMember, isStaff, type Member } from "./actor.ts";
import type { AccountRole } from "./role.ts";

/** Changes what is the operator's and everybody's: an admin, the server's command line, or the gateway itself. */
export function canOperate(actor: Actor): boolean {
  return actor.kind !== "user" || actor.role === "admin";
}

/** Sees what is the operator's and everybody's: whoever may change it, and support. */
export function canReadAll(actor: Actor): boolean {
  return actor.kind !== "user" || isStaff(actor);
}

/**
 * Whether the actor may change anything but their own profile. Asserted wherever a change ends: when its audit entry is
 * written.
 */
export function canChange(actor: Actor): boolean {
  return canOperate(actor) || isDeveloping(actor);
}

/** Sees what belongs to the account: its team, an onlooker, and the operator's people. */
export function canRead(actor: Actor, accountId: number): boolean {
  return canReadAll(actor) || (actor.kind === "user" && actor.accountId === accountId);
}

/** Changes what belongs to the account: its owners and developers, and the operator. */
export function canActFor(actor: Actor, accountId: number): boolean {
  return canOperate(actor) || (isDeveloping(actor) && actor.accountId === accountId);
}

/** Decides who belongs to the account's team, and what is asked of them: its owners, and the operator. */
export function canManageTeam(actor: Actor, accountId: number): boolean {
  return canOperate(actor) || (isMember(actor) && actor.role === "owner" && actor.accountId === accountId);
}

function isDeveloping(actor: Actor): actor is Member {
  return isMember(actor) && (actor.role === "owner" || actor.role === "developer");
}

/** What users do to themselves, whatever their role: it concerns nobody else. */
const OWN_ACTIONS: readonly string[] = [
  "user.sign_in",
  "user.sign_out",
  "user.session_end",
  "user.sessions_end",
  "user.set_password",
  "user.change_password",
  "user.change_email",
  "user.two_factor_on",
  "user.two_factor_off",
  "user.recovery_codes",
];

/** Whether a change is the actor's own affair. An onlooker has none in the account that they view. */
export function isOwnAffair(actor: Actor, { action, subjectId }: { action: string; subjectId: unknown }) {
  return (isMember(actor) || isStaff(actor)) && subjectId === actor.id && OWN_ACTIONS.includes(action);
}

/** The operator manages all users, and an account's owner its team: whoever has no account is the operator's. */
export function canManageUsersOf(actor: Actor, accountId: number | null): boolean {
  return accountId === null ? canOperate(actor) : canManageTeam(actor, accountId);
}

/** The operator manages users, but nobody may do to their own user what only another person should do. */
export function whyNotManageUser(actor: Actor, userId: number): RefusalCode | null {
  if (!canOperate(actor)) return "not_allowed";
  return isOneself(actor, userId) ? "user_is_self" : null;
}

/** At least one active admin must remain, so that someone can always sign in and manage the gateway. */
export function whyNotDeactivate(
  actor: Actor,
  userId: number,
  activeAdmins: readonly number[],
): RefusalCode | null {
  return whyNotManageUser(actor, userId) ?? (isLast(userId, activeAdmins) ? "user_last_admin" : null);
}

/**
 * Whether a member may be given another role, or be removed by their team (`role` null). The last active owner stays
 * one: an account without an owner could not manage its team.
 */
export function whyNotChangeMember(
  actor: Actor,
  member: { id: number; accountId: number },
  role: AccountRole | null,
  activeOwners: readonly number[],
): RefusalCode | null {
  if (!canManageTeam(actor, member.accountId)) return "not_allowed";
  if (role !== "owner" && isLast(member.id, activeOwners)) return "user_last_owner";
  // One who gives up a role of their own cannot take it back, so another owner has to do it.
  return isOneself(actor, member.id) ? "user_is_self" : null;
}

const isOneself = (actor: Actor, userId: number) => actor.kind === "user" && actor.id === userId;
const isLast = (userId: number, those: readonly number[]) => those.length === 1 && those[0] === userId;

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
  return canOperate(actor);
}

/** Whose rows an actor sees: those of one account, or all. Queries apply it in their `where` clause. */
export type Scope = number | "all";

/** A row outside the scope does not exist for the actor: the answer is "not found" rather than "forbidden". */
export function scopeOf(actor: Actor): Scope {
  return actor.kind !== "user" || isStaff(actor) ? "all" : actor.accountId;
}

/**
 * Only those of the token's account who may make another may read it again: the operator hands a token over once and
 * has no need of it afterwards.
 */
export function canRevealToken(actor: Actor): actor is Member {
  return isDeveloping(actor);
}

/** A person who tries the API in the dashboard sends as a developer of the account that pays. */
export function canTryApi(actor: Actor): actor is Member {
  return isDeveloping(actor);
}

/**
 * The sandbox's texts contain codes. Whoever looks at an account from outside it must not read them: where the sandbox
 * takes over, they are those of its customers.
 */
export function canReadCodes(actor: Actor): boolean {
  return actor.kind !== "user" || actor.role === "admin" || isMember(actor);
}

/** Whose second factor the gateway or the account requires before anything else is shown. */
export interface TwoFactorDemands {
  ofStaff: boolean;
  ofMembers: boolean;
  /** By the owner of the user's account. */
  byAccount: boolean;
}

export function isTwoFactorRequired(actor: Actor, demands: TwoFactorDemands): boolean {
  if (isStaff(actor)) return demands.ofStaff;
  return isMember(actor) && (demands.ofMembers || demands.byAccount);
}

/** What the pages offer somebody: nothing that the services would refuse. */
export interface Rights {
  /** On this side of the dashboard. */
  change: boolean;
  manageTeam: boolean;
}

export function rightsOf(actor: Actor): Rights {
  const accountId = actor.kind === "user" ? actor.accountId : null;
  return {
    change: canChange(actor),
    manageTeam: accountId === null ? canOperate(actor) : canManageTeam(actor, accountId),
  };
}
