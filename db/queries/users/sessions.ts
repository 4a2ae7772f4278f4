import { and, desc, eq, isNull, ne, not, type SQL, sql } from "drizzle-orm";
import { LAST_USE_SECONDS, SESSION_DAYS, SESSION_IDLE_DAYS } from "#core/access/session.ts";
import { accountNameIfAny } from "#db/queries/customers/accounts.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { sessions } from "#db/schema/users/sessions.ts";
import { twoFactors } from "#db/schema/users/two-factors.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { shownUser } from "./users.ts";

export type SessionRow = Omit<typeof sessions.$inferSelect, "version">;

/** By the database's clock, so that processes whose clocks differ agree. */
const alive = and(
  eq(sessions.version, users.sessionVersion),
  sql`${sessions.lastUsedAt} > now() - ${SESSION_IDLE_DAYS} * interval '1 day'`,
  sql`${sessions.createdAt} > now() - ${SESSION_DAYS} * interval '1 day'`,
) as SQL;

/** Creates a session with the user's current session version. @returns its id. */
export async function insertSession(
  tx: Executor,
  { userId, address, userAgent }: { userId: number; address: string | null; userAgent: string | null },
): Promise<string> {
  const [row] = await tx
    .insert(sessions)
    .values({
      userId,
      version: sql`(select ${users.sessionVersion} from ${users} where ${users.id} = ${userId})`,
      address,
      userAgent,
    })
    .returning({ id: sessions.id });
  return row!.id;
}

/** The user of a session that has not ended, with the account's name and status. */
export async function findSession(db: Executor, sessionId: string, userId: number) {
  const [row] = await db
    .select({
      ...shownUser,
      accountName: accountNameIfAny,
      accountStatus: accounts.status,
      twoFactorByAccount: accounts.twoFactorRequired,
      twoFactor: sql<boolean>`${twoFactors.userId} is not null`,
      isLastUseOld: sql<boolean>`${sessions.lastUsedAt} < now() - ${LAST_USE_SECONDS} * interval '1 second'`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .leftJoin(twoFactors, eq(twoFactors.userId, users.id))
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(users.removedAt), alive));
  return row;
}

export async function noteUse(db: Executor, sessionId: string, address: string | null): Promise<void> {
  await db.update(sessions).set({ lastUsedAt: sql`now()`, address }).where(eq(sessions.id, sessionId));
}

/** Sessions that have not ended, the most recently used first. */
export async function selectSessions(db: Executor, userId: number): Promise<SessionRow[]> {
  const { id, address, userAgent, createdAt, lastUsedAt } = sessions;
  return db
    .select({ id, userId: sessions.userId, address, userAgent, createdAt, lastUsedAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.userId, userId), alive))
    .orderBy(desc(sessions.lastUsedAt), desc(sessions.createdAt));
}

/** @returns the deleted session, for the audit log; undefined if the user had no such session. */
export async function deleteSession(
  tx: Executor,
  sessionId: string,
  userId: number,
): Promise<SessionRow | undefined> {
  const [row] = await tx
    .delete(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
    .returning();
  return row;
}

/** Ends all sessions of the user except one. @returns how many. */
export async function deleteOtherSessions(tx: Executor, keptId: string, userId: number): Promise<number> {
  const rows = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), ne(sessions.id, keptId)))
    .returning({ id: sessions.id });
  return rows.length;
}

/** Deletes sessions that have expired or whose version is outdated. */
export async function deleteEndedSessions(db: Executor): Promise<void> {
  const ended = db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(not(alive));
  await db.delete(sessions).where(sql`${sessions.id} in ${ended}`);
}
