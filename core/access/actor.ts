/** Who acts. Every service takes an actor, asks an access rule about it, and records it in the audit log. */
export type Actor =
  | { kind: "user"; id: number; name: string; address: string | null; role: "admin"; accountId: null }
  | { kind: "user"; id: number; name: string; address: string | null; role: "developer"; accountId: number }
  /** An admin who views an account as its developers see it: may read what the account may read, and change nothing. */
  | { kind: "user"; id: number; name: string; address: string | null; role: "onlooker"; accountId: number }
  | { kind: "command_line"; name: string }
  | { kind: "system"; name: string };

/** A signed-in person. */
export type UserActor = Extract<Actor, { kind: "user" }>;

/** The actor for a user: an admin if the user has no account, otherwise a developer of that account. */
export function userActor(
  user: { id: number; email: string; accountId: number | null },
  address: string | null,
): UserActor {
  const common = { kind: "user", id: user.id, name: user.email, address } as const;
  return user.accountId === null
    ? { ...common, role: "admin", accountId: null }
    : { ...common, role: "developer", accountId: user.accountId };
}
