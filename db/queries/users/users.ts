import { and, asc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Scope } from "#core/access/access.ts";
import type { UserRole } from "#core/access/role.ts";
import type { UserStatus } from "#core/access/user.ts";
import { within } from "#db/queries/scope.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { twoFactors } from "#db/schema/users/two-factors.ts";
import { userLinks } from "#db/schema/users/user-links.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { endLinks } from "./user-links.ts";

/** A user without the password hash, which only sign-in needs. */
export type UserRow = Omit<typeof users.$inferSelect, "passwordHash">;

export const shownUser = {
  id: users.id,
  email: users.email,
  role: users.role,
  accountId: users.accountId,
  sessionVersion: users.sessionVersion,
  language: users.language,
  removedAt: users.removedAt,
  removedByTeam: users.removedByTeam,
  lastSignInAt: users.lastSignInAt,
  createdAt: users.createdAt,
};

export async function insertUser(
  tx: Executor,
  values: Pick<typeof users.$inferInsert, "email" | "role" | "accountId" | "passwordHash">,
): Promise<UserRow> {
  const [row] = await tx.insert(users).values(values).returning(shownUser);
  return row!;
}

export const userStatus = sql<UserStatus>`case when ${users.removedAt} is not null then 'deactivated'
  when ${users.passwordHash} is null then 'invited' else 'active' end`;

/** @returns the user, deactivated or not, locked against other changes until the transaction ends. */
export async function lockUser(
  tx: Executor,
  email: string,
): Promise<(UserRow & { status: UserStatus }) | undefined> {
  const [row] = await tx
    .select({ ...shownUser, status: userStatus })
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
    .for("no key update");
  return row;
}

/**
 * The ids of all admins who can sign in, in ascending order, all locked: if two admins deactivate each other at the
 * same time, the second transaction sees the result of the first.
 */
export async function lockActiveAdmins(tx: Executor): Promise<number[]> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.removedAt), isNotNull(users.passwordHash)))
    .orderBy(asc(users.id))
    .for("no key update");
  return rows.map(({ id }) => id);
}

/** The ids of an account's owners who can sign in, in ascending order, all locked like the admins. */
export async function lockActiveOwners(tx: Executor, accountId: number): Promise<number[]> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.accountId, accountId),
        eq(users.role, "owner"),
        isNull(users.removedAt),
        isNotNull(users.passwordHash),
      ),
    )
    .orderBy(asc(users.id))
    .for("no key update");
  return rows.map(({ id }) => id);
}

export async function setRole(tx: Executor, id: number, role: UserRole): Promise<UserRow> {
  const [row] = await tx.update(users).set({ role }).where(eq(users.id, id)).returning(shownUser);
  return row!;
}

/** Changes what the user signs in with, and ends every session and every link that was valid before. */
export async function setEmail(tx: Executor, id: number, email: string): Promise<void> {
  await tx
    .update(users)
    .set({ email, sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.id, id));
  await endLinks(tx, id);
}

/** Deactivating ends every session; reactivating restores none. */
export async function setDeactivated(
  tx: Executor,
  id: number,
  deactivated: boolean,
  byTeam = false,
): Promise<UserRow> {
  const [row] = await tx
    .update(users)
    .set({
      removedAt: deactivated ? sql`now()` : null,
      removedByTeam: deactivated && byTeam,
      sessionVersion: sql`${users.sessionVersion} + 1`,
    })
    .where(eq(users.id, id))
    .returning(shownUser);
  await endLinks(tx, id);
  return row!;
}

/** Deletes a user who never had a password, with the invitation. */
export async function deleteInvited(tx: Executor, id: number): Promise<void> {
  await tx.delete(userLinks).where(eq(userLinks.userId, id));
  await tx.delete(users).where(and(eq(users.id, id), isNull(users.passwordHash)));
}

/** Sets a password, and ends every session and every link that was valid before. */
export async function updatePassword(
  tx: Executor,
  email: string,
  passwordHash: string,
): Promise<UserRow | undefined> {
  const [row] = await tx
    .update(users)
    .set({ passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
    .returning(shownUser);
  if (row) await endLinks(tx, row.id);
  return row;
}

/**
 * Locks a user whose password was just checked. @returns undefined if it is another password by now, or the user was
 * deactivated.
 */
export async function lockByPassword(
  tx: Executor,
  id: number,
  passwordHash: string,
): Promise<{ email: string } | undefined> {
  const [row] = await tx
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.id, id), eq(users.passwordHash, passwordHash), isNull(users.removedAt)))
    .for("no key update");
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
  return db.select(shownUser).from(users).where(within(users.accountId, scope)).orderBy(asc(users.id));
}

/** Includes deactivated users. */
export async function findUserByEmail(db: Executor, email: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select(shownUser)
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return row;
}

const forSignIn = (db: Executor, which: SQL | undefined) =>
  db
    .select({
      ...shownUser,
      passwordHash: users.passwordHash,
      accountStatus: accounts.status,
      twoFactor: sql<boolean>`${twoFactors.userId} is not null`,
    })
    .from(users)
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .leftJoin(twoFactors, eq(twoFactors.userId, users.id))
    .where(which);

/** For sign-in only, deactivated or not: with the hash, and whether the account is active. */
export type UserForSignIn = Awaited<ReturnType<typeof forSignIn>>[number];

export async function findForSignIn(db: Executor, email: string): Promise<UserForSignIn | undefined> {
  const [row] = await forSignIn(db, eq(sql`lower(${users.email})`, email.toLowerCase()));
  return row;
}

export async function findForSignInById(db: Executor, id: number): Promise<UserForSignIn | undefined> {
  const [row] = await forSignIn(db, eq(users.id, id));
  return row;
}

/**
 * Notes the sign-in of a user whose password, second factor and state were checked at this session version, and locks the
 * row. @returns false if any of them has changed since: each change raises the version.
 */
export async function noteSignIn(
  tx: Executor,
  { id, sessionVersion }: Pick<UserRow, "id" | "sessionVersion">,
): Promise<boolean> {
  const rows = await tx
    .update(users)
    .set({ lastSignInAt: sql`now()` })
    .where(and(eq(users.id, id), eq(users.sessionVersion, sessionVersion)))
    .returning({ id: users.id });
  return rows.length > 0;
}

export async function setUserLanguage(tx: Executor, id: number, language: string): Promise<void> {
  await tx.update(users).set({ language }).where(eq(users.id, id));
}

/** Ends every session of a user. */
export async function endSessionsOfUser(tx: Executor, id: number): Promise<void> {
  await tx
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.id, id));
}

/** Ends every session of an account's developers. */
export async function endSessionsOf(tx: Executor, accountId: number): Promise<void> {
  await tx
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.accountId, accountId));
}
