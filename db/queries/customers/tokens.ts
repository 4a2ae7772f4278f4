import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Scope } from "#core/access/access.ts";
import type { TokenList } from "#core/customer/token.ts";
import type { TokenScope } from "#core/customer/token-scope.ts";
import { TOKEN_STATES } from "#core/customer/token-state.ts";
import type { CountedPage } from "#core/table/page-input.ts";
import { containing } from "#db/queries/containing.ts";
import { pageFrom, pageWindow } from "#db/queries/listed-page.ts";
import { within } from "#db/queries/scope.ts";
import { apiTokens } from "#db/schema/customers/api-tokens.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** A token without its hash and its sealed copy. */
export type TokenRow = Omit<typeof apiTokens.$inferSelect, "hash" | "sealed">;

const shown = {
  id: apiTokens.id,
  accountId: apiTokens.accountId,
  name: apiTokens.name,
  hint: apiTokens.hint,
  access: apiTokens.access,
  templateIds: apiTokens.templateIds,
  expiresAt: apiTokens.expiresAt,
  replacedBy: apiTokens.replacedBy,
  revokedAt: apiTokens.revokedAt,
  lastUsedAt: apiTokens.lastUsedAt,
  createdAt: apiTokens.createdAt,
};

const owned = (id: number, scope: Scope) => and(eq(apiTokens.id, id), within(apiTokens.accountId, scope));

export async function insertToken(
  tx: Executor,
  accountId: number,
  values: Pick<
    typeof apiTokens.$inferInsert,
    "name" | "hash" | "sealed" | "hint" | "expiresAt" | "access" | "templateIds"
  >,
): Promise<TokenRow> {
  const [row] = await tx
    .insert(apiTokens)
    .values({ ...values, accountId })
    .returning(shown);
  return row!;
}

/** @returns the token, locked against other changes until the transaction ends. */
export async function lockToken(tx: Executor, id: number, scope: Scope): Promise<TokenRow | undefined> {
  const [row] = await tx.select(shown).from(apiTokens).where(owned(id, scope)).for("no key update");
  return row;
}

/** @returns undefined if it is revoked already. */
export async function revoke(tx: Executor, id: number, scope: Scope): Promise<TokenRow | undefined> {
  const [row] = await tx
    .update(apiTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(owned(id, scope), isNull(apiTokens.revokedAt)))
    .returning(shown);
  return row;
}

export async function setScope(
  tx: Executor,
  id: number,
  scope: Scope,
  values: TokenScope,
): Promise<TokenRow | undefined> {
  const [row] = await tx
    .update(apiTokens)
    .set({ access: values.access, templateIds: values.templateIds })
    .where(owned(id, scope))
    .returning(shown);
  return row;
}

/** Makes a token expire in this many hours, unless it expires sooner anyway. */
export async function expireIn(
  tx: Executor,
  id: number,
  scope: Scope,
  hours: number,
): Promise<TokenRow | undefined> {
  const end = sql<Date>`least(${apiTokens.expiresAt}, now() + make_interval(hours => ${hours}))`;
  const [row] = await tx
    .update(apiTokens)
    .set({ expiresAt: end })
    .where(and(owned(id, scope), isNull(apiTokens.revokedAt)))
    .returning(shown);
  return row;
}

/** Records which token has replaced this one. */
export async function markReplaced(
  tx: Executor,
  id: number,
  scope: Scope,
  replacedBy: number,
): Promise<void> {
  await tx.update(apiTokens).set({ replacedBy }).where(owned(id, scope));
}

export interface SealedToken {
  id: number;
  accountId: number;
  hash: Buffer;
  sealed: Buffer;
}

const sealedColumns = {
  id: apiTokens.id,
  accountId: apiTokens.accountId,
  hash: apiTokens.hash,
  sealed: apiTokens.sealed,
};

export async function findSealedToken(
  db: Executor,
  id: number,
  scope: Scope,
): Promise<SealedToken | undefined> {
  const [row] = await db.select(sealedColumns).from(apiTokens).where(owned(id, scope));
  return row;
}

/** All sealed copies, for `gate doctor`. */
export async function selectSealedTokens(db: Executor, scope: Scope): Promise<SealedToken[]> {
  return db
    .select(sealedColumns)
    .from(apiTokens)
    .where(within(apiTokens.accountId, scope))
    .orderBy(asc(apiTokens.id));
}

export async function selectTokens(db: Executor, accountId: number): Promise<TokenRow[]> {
  return db
    .select(shown)
    .from(apiTokens)
    .where(eq(apiTokens.accountId, accountId))
    .orderBy(asc(apiTokens.id));
}

/** The state of a token in SQL, as `tokenState` has it. */
const state = sql<string>`case when ${apiTokens.revokedAt} is not null then 'revoked'
  when ${apiTokens.expiresAt} <= now() then 'expired' when ${apiTokens.replacedBy} is null then 'active'
  else 'replaced' end`;
const states = sql.raw(`array[${TOKEN_STATES.map((each) => `'${each}'`).join(", ")}]`);

/** A page of an account's tokens: those that work first, and of these the newest. */
export async function selectTokenPage(db: Executor, list: TokenList): Promise<CountedPage<TokenRow>> {
  const window = pageWindow(list, false);
  const conditions = [sql`${apiTokens.accountId} = ${list.accountId}`];
  if (list.state) conditions.push(sql`${state} = ${list.state}`);
  if (list.q) {
    const texts = sql`concat_ws(chr(10), ${apiTokens.name}, ${apiTokens.hint})`;
    conditions.push(containing(texts, list.q));
  }
  const found = await db.execute<{ id: number; count: number }>(sql`
    with listed as (
      select ${apiTokens.id}, array_position(${states}, ${state}) * 4294967296 - ${apiTokens.id} as key
      from ${apiTokens} where ${sql.join(conditions, sql` and `)}
    ), total as (select count(*)::int as count from listed)
    select l.id, total.count from (select * from listed ${window.cut}) l, total order by ${window.order}`);
  const { rows, ...page } = pageFrom(found, window);
  const ids = rows.map(({ id }) => id);
  const tokens = await db.select(shown).from(apiTokens).where(inArray(apiTokens.id, ids));
  return { ...page, rows: tokens.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)) };
}
