import { and, count, eq, isNull, lt, sql } from "drizzle-orm";
import { recoveryCodes } from "#db/schema/users/recovery-codes.ts";
import { twoFactors } from "#db/schema/users/two-factors.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type TwoFactorRow = typeof twoFactors.$inferSelect;

export async function findTwoFactor(db: Executor, userId: number): Promise<TwoFactorRow | undefined> {
  const [row] = await db.select().from(twoFactors).where(eq(twoFactors.userId, userId));
  return row;
}

/** @returns false if the user has one already. */
export async function insertTwoFactor(
  tx: Executor,
  values: Pick<TwoFactorRow, "userId" | "sealed" | "lastStep">,
): Promise<boolean> {
  const rows = await tx
    .insert(twoFactors)
    .values(values)
    .onConflictDoNothing()
    .returning({ userId: twoFactors.userId });
  return rows.length > 0;
}

/** Deletes it together with its recovery codes. @returns false if there is none. */
export async function deleteTwoFactor(tx: Executor, userId: number): Promise<boolean> {
  const rows = await tx
    .delete(twoFactors)
    .where(eq(twoFactors.userId, userId))
    .returning({ userId: twoFactors.userId });
  return rows.length > 0;
}

/** Accepts the code of a time step. @returns false if this or a later step was accepted before. */
export async function spendStep(tx: Executor, userId: number, step: number): Promise<boolean> {
  const rows = await tx
    .update(twoFactors)
    .set({ lastStep: step })
    .where(and(eq(twoFactors.userId, userId), lt(twoFactors.lastStep, step)))
    .returning({ userId: twoFactors.userId });
  return rows.length > 0;
}

/** @returns false if there is no such code, or it has been used. */
export async function spendRecoveryCode(tx: Executor, userId: number, hash: Buffer): Promise<boolean> {
  const rows = await tx
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.hash, hash), isNull(recoveryCodes.usedAt)))
    .returning({ userId: recoveryCodes.userId });
  return rows.length > 0;
}

/** Replaces all earlier codes. */
export async function replaceRecoveryCodes(tx: Executor, userId: number, hashes: Buffer[]): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(hashes.map((hash) => ({ userId, hash })));
}

export async function countRecoveryCodes(db: Executor, userId: number): Promise<number> {
  const [row] = await db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return row!.left;
}

/** All sealed secrets, for `gate doctor`. */
export async function selectTwoFactors(db: Executor): Promise<TwoFactorRow[]> {
  return db.select().from(twoFactors).orderBy(twoFactors.userId);
}
