import { and, eq, isNull, sql } from "drizzle-orm";
import type { KnownState } from "#core/notice/occurrence.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { apiTokens } from "#db/schema/customers/api-tokens.ts";
import { noticeStates } from "#db/schema/notices.ts";
import type { Executor } from "#runtime/database/pools.ts";

type Row = typeof noticeStates.$inferSelect;

/** One look at the states at a time: a second one would tell the same. */
export async function lockNoticeStates(tx: Executor): Promise<void> {
  await tx.execute(sql`lock table ${noticeStates} in share row exclusive mode`);
}

export async function selectNoticeStates(db: Executor): Promise<Row[]> {
  return db.select().from(noticeStates);
}

export async function putNoticeState(tx: Executor, state: KnownState): Promise<void> {
  const row = state as Row;
  await tx
    .insert(noticeStates)
    .values(row)
    .onConflictDoUpdate({ target: [noticeStates.kind, noticeStates.subject, noticeStates.level], set: row });
}

export async function deleteNoticeState(tx: Executor, { kind, subject, level }: KnownState): Promise<void> {
  await tx
    .delete(noticeStates)
    .where(
      and(
        eq(noticeStates.kind, kind as Row["kind"]),
        eq(noticeStates.subject, subject),
        eq(noticeStates.level, level),
      ),
    );
}

export interface TokenInDoubt {
  id: number;
  accountId: number;
  name: string;
  expiresAt: Date | null;
  /** When it was used last; or made, if it never was. */
  usedAt: Date;
}

/**
 * Tokens of active accounts that expire soon or did lately, or that nobody has used for long. A token that was replaced
 * in a rotation is meant to end.
 */
export async function selectTokensInDoubt(
  db: Executor,
  { expiryDays, unusedDays }: { expiryDays: number; unusedDays: number },
): Promise<TokenInDoubt[]> {
  const usedAt = sql<Date>`coalesce(${apiTokens.lastUsedAt}, ${apiTokens.createdAt})`.mapWith(
    apiTokens.createdAt,
  );
  const days = (n: number) => sql`make_interval(days => ${n})`;
  return db
    .select({
      id: apiTokens.id,
      accountId: apiTokens.accountId,
      name: apiTokens.name,
      expiresAt: apiTokens.expiresAt,
      usedAt,
    })
    .from(apiTokens)
    .innerJoin(accounts, eq(accounts.id, apiTokens.accountId))
    .where(
      and(
        eq(accounts.status, "active"),
        isNull(apiTokens.revokedAt),
        isNull(apiTokens.replacedBy),
        sql`(${apiTokens.expiresAt} between now() - ${days(expiryDays)} and now() + ${days(expiryDays)}
          or (coalesce(${apiTokens.expiresAt}, 'infinity') > now() and ${usedAt} < now() - ${days(unusedDays)}))`,
      ),
    );
}
