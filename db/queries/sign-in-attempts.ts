import { inArray, lt, sql } from "drizzle-orm";
import { signInAttempts } from "#db/schema/sign-in-attempts.ts";
import type { Executor } from "#runtime/database.ts";

const windowStart = (minutes: number) => sql`now() - ${minutes} * interval '1 minute'`;

/** How often each key failed within the window; keys that did not are left out. */
export async function failuresOf(
  db: Executor,
  keys: string[],
  windowMinutes: number,
): Promise<{ key: string; failures: number; minutesLeft: number }[]> {
  return db
    .select({
      key: signInAttempts.key,
      failures: signInAttempts.failures,
      minutesLeft: sql<number>`ceil(${windowMinutes} - extract(epoch from now() - ${signInAttempts.since}) / 60)::int`,
    })
    .from(signInAttempts)
    .where(
      sql`${inArray(signInAttempts.key, keys)} and ${signInAttempts.since} > ${windowStart(windowMinutes)}`,
    );
}

/** Counts a failure of each key; one whose window has passed begins anew. */
export async function countFailures(db: Executor, keys: string[], windowMinutes: number): Promise<void> {
  const expired = sql`${signInAttempts.since} <= ${windowStart(windowMinutes)}`;
  await db
    .insert(signInAttempts)
    .values([...keys].sort().map((key) => ({ key, failures: 1, since: sql`now()` })))
    .onConflictDoUpdate({
      target: signInAttempts.key,
      set: {
        failures: sql`case when ${expired} then 1 else ${signInAttempts.failures} + 1 end`,
        since: sql`case when ${expired} then now() else ${signInAttempts.since} end`,
      },
    });
}

export async function forgetFailures(db: Executor, key: string): Promise<void> {
  await db.delete(signInAttempts).where(sql`${signInAttempts.key} = ${key}`);
}

export async function takeBackFailure(db: Executor, key: string): Promise<void> {
  await db
    .update(signInAttempts)
    .set({ failures: sql`greatest(${signInAttempts.failures} - 1, 0)` })
    .where(sql`${signInAttempts.key} = ${key}`);
}

export async function deleteOldFailures(db: Executor, windowMinutes: number): Promise<void> {
  await db.delete(signInAttempts).where(lt(signInAttempts.since, windowStart(windowMinutes)));
}
