/** Who acts. Every service takes one, asks an access rule, and writes it into the audit. */
export type Actor =
  | { kind: "user"; id: number; name: string; address: string | null; role: "admin"; accountId: null }
  | { kind: "user"; id: number; name: string; address: string | null; role: "developer"; accountId: number }
  /** An admin who looks at an account as its developers see it: reads what is the account's, and changes nothing. */
  | { kind: "user"; id: number; name: string; address: string | null; role: "onlooker"; accountId: number }
  | { kind: "command_line"; name: string }
  | { kind: "system"; name: string };

/** Somebody signed in. */
export type UserActor = Extract<Actor, { kind: "user" }>;

/** The actor that a user is: an admin where there is no account, else its developer. */
export function userActor(
  user: { id: number; email: string; accountId: number | null },
  address: string | null,
): UserActor {
  const common = { kind: "user", id: user.id, name: user.email, address } as const;
  return user.accountId === null
    ? { ...common, role: "admin", accountId: null }
    : { ...common, role: "developer", accountId: user.accountId };
}
