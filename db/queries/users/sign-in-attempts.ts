import { eq, lt, sql } from "drizzle-orm";
import { signInAttempts } from "#db/schema/users/sign-in-attempts.ts";
import type { Executor } from "#runtime/database/pools.ts";

const windowStart = (minutes: number) => sql`now() - ${minutes} * interval '1 minute'`;

/** Counts a failure for each key and returns the new counts; a key whose window has passed starts again. */
export async function countFailures(
  db: Executor,
  keys: string[],
  windowMinutes: number,
): Promise<{ key: string; failures: number; minutesLeft: number }[]> {
  const expired = sql`${signInAttempts.since} <= ${windowStart(windowMinutes)}`;
  return (
    db
      .insert(signInAttempts)
      // Sorted, so that two requests cannot deadlock.
      .values([...keys].sort().map((key) => ({ key, failures: 1, since: sql`now()` })))
      .onConflictDoUpdate({
        target: signInAttempts.key,
        set: {
          failures: sql`case when ${expired} then 1 else ${signInAttempts.failures} + 1 end`,
          since: sql`case when ${expired} then now() else ${signInAttempts.since} end`,
        },
      })
      .returning({
        key: signInAttempts.key,
        failures: signInAttempts.failures,
        minutesLeft: sql<number>`ceil(${windowMinutes} - extract(epoch from now() - ${signInAttempts.since}) / 60)::int`,
      })
  );
}

export async function forgetFailures(db: Executor, key: string): Promise<void> {
  await db.delete(signInAttempts).where(eq(signInAttempts.key, key));
}

export async function takeBackFailure(db: Executor, key: string): Promise<void> {
  await db
    .update(signInAttempts)
    .set({ failures: sql`greatest(${signInAttempts.failures} - 1, 0)` })
    .where(eq(signInAttempts.key, key));
}

export async function deleteOldFailures(db: Executor, windowMinutes: number): Promise<void> {
  await db.delete(signInAttempts).where(lt(signInAttempts.since, windowStart(windowMinutes)));
}
