import { and, eq, lt, sql } from "drizzle-orm";
import { changeKeys } from "#db/schema/change-keys.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface ChangeKey {
  actor: string;
  key: string;
}

const of = ({ actor, key }: ChangeKey) => and(eq(changeKeys.actor, actor), eq(changeKeys.key, key));

/**
 * Claims a key for this transaction; waits for another one that has claimed it and not ended.
 * @returns the change that was made under the key, or null if the caller is to make it.
 */
export async function claimChangeKey(
  tx: Executor,
  key: ChangeKey,
  askedHash: Buffer,
): Promise<{ askedHash: Buffer; subjectId: number } | null> {
  const claimed = await tx
    .insert(changeKeys)
    .values({ ...key, askedHash })
    .onConflictDoNothing()
    .returning({ key: changeKeys.key });
  if (claimed.length > 0) return null;
  const [made] = await tx.select().from(changeKeys).where(of(key));
  return { askedHash: made!.askedHash, subjectId: made!.subjectId! };
}

/** Remembers what was made under a claimed key. */
export async function writeChangeSubject(tx: Executor, key: ChangeKey, subjectId: number): Promise<void> {
  await tx.update(changeKeys).set({ subjectId }).where(of(key));
}

/** Forgets keys older than any form that is still open. */
export async function deleteOldChangeKeys(db: Executor): Promise<void> {
  await db.delete(changeKeys).where(lt(changeKeys.createdAt, sql`now() - interval '30 days'`));
}
