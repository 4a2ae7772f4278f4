import { and, asc, eq, sql } from "drizzle-orm";
import type { Scope } from "#core/access.ts";
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
