import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { auditEntries } from "#db/schema/audit-entries.ts";
import type { Executor } from "#runtime/database/pools.ts";

interface Tried {
  count: number;
  paths: string[];
}

const ACTION = "access.refused";
/** First half of the advisory lock's key, which distinguishes it from other advisory locks. */
const LOCK = 0x5ef0;

/** This hour's entry, locked so that no other transaction increments its count meanwhile. */
export async function lockRefusedAccess(
  tx: Executor,
  userId: number,
  accountId: number | null,
): Promise<{ id: number; after: Tried } | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK}, ${userId})`);
  const [row] = await tx
    .select({ id: auditEntries.id, after: auditEntries.after })
    .from(auditEntries)
    .where(
      and(
        // Uses the index by account: the entry is among the account's latest.
        accountId === null ? isNull(auditEntries.accountId) : eq(auditEntries.accountId, accountId),
        eq(auditEntries.actorId, userId),
        eq(auditEntries.action, ACTION),
        gt(auditEntries.at, sql`now() - interval '1 hour'`),
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(1);
  return row && { id: row.id, after: row.after as Tried };
}

export async function insertRefusedAccess(
  tx: Executor,
  values: Pick<
    typeof auditEntries.$inferInsert,
    "actorKind" | "actorId" | "actorName" | "address" | "accountId"
  > & { after: Tried },
): Promise<void> {
  await tx.insert(auditEntries).values({ ...values, action: ACTION, subjectId: String(values.actorId) });
}

export async function updateRefusedAccess(tx: Executor, id: number, after: Tried): Promise<void> {
  await tx.update(auditEntries).set({ after }).where(eq(auditEntries.id, id));
}
