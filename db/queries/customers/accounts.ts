import { asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { AccountName } from "#core/customer/account-name.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** SQL: the names of the row of `accounts`. */
export const accountName = sql<AccountName>`json_build_object('name', ${accounts.name}, 'arabicName', ${accounts.arabicName})`;
/** SQL: the same where there may be no account. */
export const accountNameIfAny = sql<AccountName | null>`case when ${accounts.id} is not null then ${accountName} end`;

const { nameSearch, contactSearch, ...shown } = getTableColumns(accounts);

export type AccountRow = Omit<typeof accounts.$inferSelect, "nameSearch" | "contactSearch">;

export async function insertAccount(tx: Executor, names: AccountName): Promise<AccountRow> {
  const [row] = await tx.insert(accounts).values(names).returning(shown);
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

export async function selectAccountNames(db: Executor, ids: number[]): Promise<Map<number, AccountName>> {
  const rows = await db
    .select({ id: accounts.id, name: accounts.name, arabicName: accounts.arabicName })
    .from(accounts)
    .where(inArray(accounts.id, ids));
  return new Map(rows.map(({ id, name, arabicName }) => [id, { name, arabicName }]));
}
