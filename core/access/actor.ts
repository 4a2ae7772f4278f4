import { type AccountRole, isOperatorRole, type OperatorRole, type UserRole } from "./role.ts";

interface Person {
  kind: "user";
  id: number;
  name: string;
  address: string | null;
}

/** A person of the operator's. */
export type Staff = Person & { role: OperatorRole; accountId: null };
/** A person of an account's team. */
export type Member = Person & { role: AccountRole; accountId: number };
/** A person of the operator's who views an account as its team sees it: may read it, and change nothing. */
export type Onlooker = Person & { role: "onlooker"; accountId: number };

/** A signed-in person. */
export type UserActor = Staff | Member | Onlooker;

/** Who acts. Every service takes an actor, asks an access rule about it, and records it in the audit log. */
export type Actor = UserActor | { kind: "command_line"; name: string } | { kind: "system"; name: string };

/** The actor for a user as stored. */
export function userActor(
  user: { id: number; email: string; role: UserRole; accountId: number | null },
  address: string | null,
): Staff | Member {
  const { id, email: name, role, accountId } = user;
  const person = { kind: "user", id, name, address } as const;
  if (isOperatorRole(role)) return { ...person, role, accountId: null };
  // The database keeps such a row from existing.
  if (accountId === null) throw new Error(`user ${id} is ${role} of no account`);
  return { ...person, role, accountId };
}

/** Whether the actor belongs to an account's team. */
export function isMember(actor: Actor): actor is Member {
  return actor.kind === "user" && actor.role !== "onlooker" && !isOperatorRole(actor.role);
}

/** Whether the actor is one of the operator's people. */
export function isStaff(actor: Actor): actor is Staff {
  return actor.kind === "user" && isOperatorRole(actor.role);
}
