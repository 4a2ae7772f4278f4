import { and, desc, eq, like } from "drizzle-orm";
import { auditEntries } from "#db/schema/audit-entries.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface LastChange {
  id: number;
  at: Date;
  actorName: string;
  /** The account of the developer who made the change; null for the operator. */
  actorAccountId: number | null;
}

/** The newest entry about one thing. @returns undefined if retention has deleted all of them. */
export async function selectLastChange(
  db: Executor,
  noun: string,
  subjectId: string,
): Promise<LastChange | undefined> {
  const [row] = await db
    .select({
      id: auditEntries.id,
      at: auditEntries.at,
      actorName: auditEntries.actorName,
      actorAccountId: users.accountId,
    })
    .from(auditEntries)
    .leftJoin(users, eq(users.id, auditEntries.actorId))
    .where(and(eq(auditEntries.subjectId, subjectId), like(auditEntries.action, `${noun}.%`)))
    .orderBy(desc(auditEntries.id))
    .limit(1);
  return row;
}
