import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Scope } from "#core/access/access.ts";
import { normaliseCidr } from "#core/customer/address.ts";
import type { WhitelistPage } from "#core/customer/whitelist.ts";
import type { CountedPage } from "#core/table/page-input.ts";
import { containing } from "#db/queries/containing.ts";
import { pageFrom, pageWindow } from "#db/queries/listed-page.ts";
import { within } from "#db/queries/scope.ts";
import { whitelistEntries } from "#db/schema/customers/whitelist-entries.ts";
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

/** A page of an account's whitelist, the latest first. A search finds labels, ranges and the ranges of an address. */
export async function selectWhitelistPage(
  db: Executor,
  list: WhitelistPage,
): Promise<CountedPage<WhitelistRow>> {
  const window = pageWindow(list, true);
  const conditions = [sql`${whitelistEntries.accountId} = ${list.accountId}`];
  if (list.q) {
    const texts = sql`concat_ws(chr(10), ${whitelistEntries.label}, ${whitelistEntries.range}::text)`;
    const range = normaliseCidr(list.q);
    const within_ = range === null ? sql`false` : sql`${whitelistEntries.range} >>= ${range}::inet`;
    conditions.push(sql`(${containing(texts, list.q)} or ${within_})`);
  }
  const found = await db.execute<{ id: number; count: number }>(sql`
    with listed as (
      select ${whitelistEntries.id}, ${whitelistEntries.id} as key
      from ${whitelistEntries} where ${sql.join(conditions, sql` and `)}
    ), total as (select count(*)::int as count from listed)
    select l.id, total.count from (select * from listed ${window.cut}) l, total order by ${window.order}`);
  const { rows, ...page } = pageFrom(found, window);
  const ids = rows.map(({ id }) => id);
  const entries = await db.select().from(whitelistEntries).where(inArray(whitelistEntries.id, ids));
  return { ...page, rows: entries.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)) };
}

export async function hasWhitelist(db: Executor, accountId: number): Promise<boolean> {
  const rows = await db
    .select({ id: whitelistEntries.id })
    .from(whitelistEntries)
    .where(eq(whitelistEntries.accountId, accountId))
    .limit(1);
  return rows.length > 0;
}
