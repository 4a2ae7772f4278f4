import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Scope } from "#core/access/access.ts";
import type { TokenScope } from "#core/customer/token-scope.ts";
import { within } from "#db/queries/scope.ts";
import { apiTokens } from "#db/schema/api-tokens.ts";
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
