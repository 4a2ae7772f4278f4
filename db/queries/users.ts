import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Scope } from "#core/access.ts";
import { accounts } from "#db/schema/accounts.ts";
import { users } from "#db/schema/users.ts";
import type { Executor } from "#runtime/database.ts";
import { within } from "./scope.ts";

/** A user without the password's hash, which only sign-in needs. */
export type UserRow = Omit<typeof users.$inferSelect, "passwordHash">;

const shown = {
  id: users.id,
  email: users.email,
  role: users.role,
  accountId: users.accountId,
  sessionVersion: users.sessionVersion,
  language: users.language,
  removedAt: users.removedAt,
  lastSignInAt: users.lastSignInAt,
  createdAt: users.createdAt,
};

export async function insertUser(
  tx: Executor,
  values: Pick<typeof users.$inferInsert, "email" | "role" | "accountId" | "passwordHash">,
): Promise<UserRow> {
  const [row] = await tx.insert(users).values(values).returning(shown);
  return row!;
}

/** Sets a password and ends every session that was opened with the old one. */
export async function updatePassword(
  tx: Executor,
  email: string,
  passwordHash: string,
): Promise<UserRow | undefined> {
  const [row] = await tx
    .update(users)
    .set({ passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
    .returning(shown);
  return row;
}

export async function findPasswordHash(db: Executor, userId: number, scope: Scope): Promise<string | null> {
  const [row] = await db
    .select({ hash: users.passwordHash })
    .from(users)
    .where(and(eq(users.id, userId), within(users.accountId, scope)));
  return row?.hash ?? null;
}

export async function selectUsers(db: Executor, scope: Scope): Promise<UserRow[]> {
  return db.select(shown).from(users).where(within(users.accountId, scope)).orderBy(asc(users.id));
}

/** For sign-in alone: with the hash, and whether the account may be used. */
export async function findForSignIn(db: Executor, email: string) {
  const [row] = await db
    .select({ ...shown, passwordHash: users.passwordHash, accountStatus: accounts.status })
    .from(users)
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .where(and(eq(sql`lower(${users.email})`, email.toLowerCase()), isNull(users.removedAt)));
  return row;
}

/** The user of a session, with the account's name and state. */
export async function findWithAccount(db: Executor, id: number) {
  const [row] = await db
    .select({ ...shown, accountName: accounts.name, accountStatus: accounts.status })
    .from(users)
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .where(and(eq(users.id, id), isNull(users.removedAt)));
  return row;
}

export async function noteSignIn(tx: Executor, id: number): Promise<void> {
  await tx.update(users).set({ lastSignInAt: sql`now()` }).where(eq(users.id, id));
}

export async function setUserLanguage(tx: Executor, id: number, language: string): Promise<void> {
  await tx.update(users).set({ language }).where(eq(users.id, id));
}

/** Ends every session of an account's developers. */
export async function endSessionsOf(tx: Executor, accountId: number): Promise<void> {
  await tx
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.accountId, accountId));
}
