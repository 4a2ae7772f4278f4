import { asc, eq, getTableColumns, inArray } from "drizzle-orm";
import { accounts } from "#db/schema/accounts.ts";
import type { Executor } from "#runtime/database/pools.ts";

const { nameSearch, contactSearch, ...shown } = getTableColumns(accounts);

export type AccountRow = Omit<typeof accounts.$inferSelect, "nameSearch" | "contactSearch">;

export async function insertAccount(tx: Executor, name: string): Promise<AccountRow> {
  const [row] = await tx.insert(accounts).values({ name }).returning(shown);
  return row!;
}

/** @returns the account, locked against other changes until the transaction ends. */
export async function lockAccount(tx: Executor, accountId: number): Promise<AccountRow | undefined> {
  const [row] = await tx.select(shown).from(accounts).where(eq(accounts.id, accountId)).for("no key update");
  return row;
}

export async function updateAccount(
  tx: Executor,
  accountId: number,
  values: Partial<Omit<AccountRow, "id" | "createdAt">>,
): Promise<AccountRow> {
  const [row] = await tx.update(accounts).set(values).where(eq(accounts.id, accountId)).returning(shown);
  return row!;
}

export async function findAccount(db: Executor, accountId: number): Promise<AccountRow | undefined> {
  const [row] = await db.select(shown).from(accounts).where(eq(accounts.id, accountId));
  return row;
}

export async function selectAccounts(db: Executor): Promise<AccountRow[]> {
  return db.select(shown).from(accounts).orderBy(asc(accounts.id));
}

export async function selectAccountNames(db: Executor, ids: number[]): Promise<Map<number, string>> {
  const rows = await db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(inArray(accounts.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
