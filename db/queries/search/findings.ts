import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Scope } from "#core/access/access.ts";
import { accountsKnownBy, containing, indexed, usersKnownBy } from "#db/queries/containing.ts";
import { accountName, accountNameIfAny } from "#db/queries/customers/accounts.ts";
import { within } from "#db/queries/scope.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { apiTokens } from "#db/schema/customers/api-tokens.ts";
import { plans } from "#db/schema/customers/plans.ts";
import { providers } from "#db/schema/providers/providers.ts";
import { templates } from "#db/schema/templates.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** What is looked for: a text, and the id that it is, if it is one. */
export interface Sought {
  text: string;
  id: number | null;
  scope: Scope;
  limit: number;
}

const idOr = (id: number | null, column: SQL, others: SQL) =>
  id === null ? others : sql`(${others} or ${column} = ${id})`;
/** The very id first, then names that begin with the text, then the newest. */
const closest = (id: number | null, column: SQL, name: SQL, text: string) => [
  ...(id === null ? [] : [desc(sql`${column} = ${id}`)]),
  desc(sql`starts_with(search_fold(${name}), search_fold(${text}))`),
  desc(column),
];

/** By name, contact, the e-mail of one of its people, or id. Everybody's: the caller has asked whether the actor may see them. */
export async function findAccounts(db: Executor, { text, id, limit }: Sought) {
  const column = sql`${accounts.id}`;
  const known = sql`${accounts.id} in ${accountsKnownBy(text)}`;
  return db
    .select({
      id: accounts.id,
      name: accounts.name,
      arabicName: accounts.arabicName,
      contact: accounts.contactEmail,
    })
    .from(accounts)
    .where(idOr(id, column, known))
    .orderBy(...closest(id, column, sql`${accounts.name}`, text))
    .limit(limit);
}

/** Everybody's, as above. */
export async function findUsers(db: Executor, { text, limit }: Sought) {
  return db
    .select({ id: users.id, email: users.email, accountId: users.accountId, accountName: accountNameIfAny })
    .from(users)
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .where(sql`${users.id} in ${usersKnownBy(text)}`)
    .orderBy(desc(sql`starts_with(search_fold(${users.email}), search_fold(${text}))`), desc(users.id))
    .limit(limit);
}

export async function findTemplates(db: Executor, { text, id, scope, limit }: Sought) {
  const column = sql`${templates.id}`;
  return db
    .select({
      id: templates.id,
      name: templates.name,
      accountId: templates.accountId,
      accountName,
    })
    .from(templates)
    .innerJoin(accounts, eq(accounts.id, templates.accountId))
    .where(
      and(
        within(templates.accountId, scope),
        isNull(templates.archivedAt),
        idOr(id, column, indexed(sql`search_fold(${templates.name})`, text)),
      ),
    )
    .orderBy(...closest(id, column, sql`${templates.name}`, text))
    .limit(limit);
}

/** By name, or by the end of the token. */
export async function findTokens(db: Executor, { text, scope, limit }: Sought, end: string | null) {
  const named = containing(apiTokens.name, text);
  return db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      hint: apiTokens.hint,
      accountId: apiTokens.accountId,
      accountName,
    })
    .from(apiTokens)
    .innerJoin(accounts, eq(accounts.id, apiTokens.accountId))
    .where(
      and(
        within(apiTokens.accountId, scope),
        end === null ? named : sql`(${named} or right(${apiTokens.hint}, ${end.length}) = ${end})`,
      ),
    )
    .orderBy(
      ...(end === null ? [] : [desc(sql`right(${apiTokens.hint}, ${end.length}) = ${end}`)]),
      sql`${apiTokens.revokedAt} is not null`,
      desc(apiTokens.id),
    )
    .limit(limit);
}

export async function findProviders(db: Executor, { text, limit }: Sought) {
  return db
    .select({ id: providers.id, name: providers.name, kind: providers.kind })
    .from(providers)
    .where(and(isNull(providers.removedAt), containing(providers.name, text)))
    .limit(limit);
}

export async function findPlans(db: Executor, { text, limit }: Sought) {
  return db
    .select({ id: plans.id, name: plans.name })
    .from(plans)
    .where(and(isNull(plans.archivedAt), containing(plans.name, text)))
    .limit(limit);
}

/** A statement of this transaction may take this long; what takes longer is given up. */
export async function limitStatements(db: Executor, ms: number): Promise<void> {
  await db.execute(sql`select set_config('statement_timeout', ${String(ms)}, true)`);
}
