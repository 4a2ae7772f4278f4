import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accountNameIfAny } from "#db/queries/customers/accounts.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { userLinks } from "#db/schema/users/user-links.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";

type Link = typeof userLinks.$inferSelect;

/** Invalidates all links of the user. */
export async function endLinks(tx: Executor, userId: number): Promise<void> {
  await tx
    .update(userLinks)
    .set({ usedAt: sql`now()` })
    .where(and(eq(userLinks.userId, userId), isNull(userLinks.usedAt)));
}

/** Creates a link; earlier links of the user stop working. */
export async function insertLink(
  tx: Executor,
  link: { userId: number; kind: Link["kind"]; madeBy: number | null; hash: Buffer; days: number },
): Promise<Date> {
  await endLinks(tx, link.userId);
  const [row] = await tx
    .insert(userLinks)
    .values({
      userId: link.userId,
      kind: link.kind,
      madeBy: link.madeBy,
      hash: link.hash,
      expiresAt: sql`now() + ${link.days} * interval '1 day'`,
    })
    .returning({ expiresAt: userLinks.expiresAt });
  return row!.expiresAt;
}

const valid = (hash: Buffer) =>
  and(eq(userLinks.hash, hash), isNull(userLinks.usedAt), gt(userLinks.expiresAt, sql`now()`));

/** The user of a link that is still valid, with the account, and the member of the same account who made it. */
export async function findLink(db: Executor, hash: Buffer) {
  const makers = alias(users, "makers");
  const [row] = await db
    .select({
      kind: userLinks.kind,
      email: users.email,
      userId: users.id,
      accountId: users.accountId,
      role: users.role,
      accountName: accountNameIfAny,
      madeBy: makers.email,
    })
    .from(userLinks)
    .innerJoin(users, eq(users.id, userLinks.userId))
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .leftJoin(makers, and(eq(makers.id, userLinks.madeBy), eq(makers.accountId, users.accountId)))
    .where(and(valid(hash), isNull(users.removedAt)));
  return row;
}

/** Uses a link up. @returns false if it is not valid, or another request has used it. */
export async function spendLink(tx: Executor, hash: Buffer): Promise<boolean> {
  const rows = await tx
    .update(userLinks)
    .set({ usedAt: sql`now()` })
    .where(valid(hash))
    .returning({ id: userLinks.id });
  return rows.length > 0;
}
