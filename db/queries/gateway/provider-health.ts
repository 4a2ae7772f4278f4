import { and, eq, notInArray, sql } from "drizzle-orm";
import { providerHealth } from "#db/schema/providers/provider-health.ts";
import type { Executor } from "#runtime/database/pools.ts";

type Row = typeof providerHealth.$inferSelect;
export type SaidOfProvider = Omit<Row, "process" | "seenAt">;

/** Replaces what a process says. @param ttlSeconds after which the rows of others count as those of dead processes. */
export async function writeProviderHealth(
  db: Executor,
  process: string,
  said: SaidOfProvider[],
  ttlSeconds: number,
): Promise<void> {
  const ids = said.map(({ providerId }) => providerId);
  await db
    .delete(providerHealth)
    .where(
      sql`${providerHealth.seenAt} < now() - ${ttlSeconds} * interval '1 second' or ${and(
        eq(providerHealth.process, process),
        ids.length > 0 ? notInArray(providerHealth.providerId, ids) : undefined,
      )}`,
    );
  if (said.length === 0) return;
  await db
    .insert(providerHealth)
    .values(said.map((each) => ({ process, ...each })))
    .onConflictDoUpdate({
      target: [providerHealth.process, providerHealth.providerId],
      set: {
        ready: sql`excluded.ready`,
        reason: sql`excluded.reason`,
        detail: sql`excluded.detail`,
        since: sql`excluded.since`,
        unrecognisedAt: sql`coalesce(excluded.unrecognised_at, ${providerHealth.unrecognisedAt})`,
        seenAt: sql`now()`,
      },
    });
}

export async function forgetProviderHealth(db: Executor, process: string): Promise<void> {
  await db.delete(providerHealth).where(eq(providerHealth.process, process));
}

/** What the processes say that were heard of within this time. */
export async function selectProviderHealthSaid(db: Executor, ttlSeconds: number): Promise<Row[]> {
  return db
    .select()
    .from(providerHealth)
    .where(sql`${providerHealth.seenAt} >= now() - ${ttlSeconds} * interval '1 second'`)
    .orderBy(providerHealth.process);
}
