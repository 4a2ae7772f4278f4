import { and, asc, eq, sql } from "drizzle-orm";
import type { Scope } from "#core/access/access.ts";
import { within } from "#db/queries/scope.ts";
import { whitelistEntries } from "#db/schema/whitelist-entries.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type WhitelistRow = typeof whitelistEntries.$inferSelect;

export async function insertWhitelistEntry(
  tx: Executor,
  accountId: number,
  values: Pick<WhitelistRow, "range" | "label">,
): Promise<WhitelistRow> {
  const [row] = await tx
    .insert(whitelistEntries)
    .values({ ...values, accountId })
    .returning();
  return row!;
}

/** @returns the deleted entry, or undefined if it did not exist. */
export async function deleteWhitelistEntry(
  tx: Executor,
  id: number,
  scope: Scope,
): Promise<WhitelistRow | undefined> {
  const [row] = await tx
    .delete(whitelistEntries)
    .where(and(eq(whitelistEntries.id, id), within(whitelistEntries.accountId, scope)))
    .returning();
  return row;
}

export async function selectWhitelist(db: Executor, accountId: number): Promise<WhitelistRow[]> {
  return db
    .select()
    .from(whitelistEntries)
    .where(eq(whitelistEntries.accountId, accountId))
    .orderBy(asc(whitelistEntries.id));
}

/** Whether an address lies in one of the account's ranges. */
export async function coversAddress(db: Executor, accountId: number, address: string): Promise<boolean> {
  const rows = await db
    .select({ id: whitelistEntries.id })
    .from(whitelistEntries)
    .where(
      and(eq(whitelistEntries.accountId, accountId), sql`${whitelistEntries.range} >>= ${address}::inet`),
    )
    .limit(1);
  return rows.length > 0;
}
