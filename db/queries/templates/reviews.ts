import { and, asc, count, desc, eq, getTableColumns, isNotNull, isNull, ne, or } from "drizzle-orm";
import type { AccountName } from "#core/customer/account-name.ts";
import { accountName } from "#db/queries/customers/accounts.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { templates, templateVersions } from "#db/schema/templates.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";

const waits = and(eq(templateVersions.status, "pending"), isNull(templates.archivedAt));

/** Versions awaiting review, oldest first. */
export async function selectQueue(db: Executor, limit: number) {
  return db
    .select({
      templateId: templates.id,
      versionId: templateVersions.id,
      name: templates.name,
      accountId: accounts.id,
      accountName,
      submittedAt: templateVersions.submittedAt,
    })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .innerJoin(accounts, eq(accounts.id, templates.accountId))
    .where(waits)
    .orderBy(asc(templateVersions.submittedAt), asc(templateVersions.id))
    .limit(limit);
}

/** The version of a template that awaits review, with its account. */
export async function findWaiting(db: Executor, templateId: number) {
  const [row] = await db
    .select({
      template: getTableColumns(templates),
      version: getTableColumns(templateVersions),
      account: {
        id: accounts.id,
        name: accounts.name,
        arabicName: accounts.arabicName,
        status: accounts.status,
      },
    })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .innerJoin(accounts, eq(accounts.id, templates.accountId))
    .where(and(eq(templates.id, templateId), waits));
  return row;
}

export async function findVersion(db: Executor, templateId: number, versionId: number) {
  const [row] = await db
    .select({ version: getTableColumns(templateVersions), decidedBy: users.email })
    .from(templateVersions)
    .leftJoin(users, eq(users.id, templateVersions.decidedBy))
    .where(and(eq(templateVersions.templateId, templateId), eq(templateVersions.id, versionId)));
  return row;
}

/** Why the template's last rejected version was rejected. */
export async function lastRejection(db: Executor, templateId: number) {
  const [row] = await db
    .select({ number: templateVersions.number, reason: templateVersions.reason })
    .from(templateVersions)
    .where(and(eq(templateVersions.templateId, templateId), eq(templateVersions.status, "rejected")))
    .orderBy(desc(templateVersions.number))
    .limit(1);
  return row;
}

/** Texts of other accounts that are approved or await review, newest first. */
export async function otherTexts(db: Executor, accountId: number, limit: number) {
  const rows = await db
    .select({
      account: accountName,
      english: templateVersions.english,
      arabic: templateVersions.arabic,
    })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .innerJoin(accounts, eq(accounts.id, templates.accountId))
    .where(
      and(
        ne(templates.accountId, accountId),
        isNull(templates.archivedAt),
        or(eq(templateVersions.id, templates.servingVersionId), eq(templateVersions.status, "pending")),
      ),
    )
    .orderBy(desc(templateVersions.id))
    .limit(limit);
  return rows.flatMap(({ account, english, arabic }) =>
    [english, arabic].filter((text) => text !== null).map((text) => ({ account, text })),
  );
}

export async function otherNames(db: Executor, accountId: number, limit: number): Promise<AccountName[]> {
  return db
    .select({ name: accounts.name, arabicName: accounts.arabicName })
    .from(accounts)
    .where(ne(accounts.id, accountId))
    .orderBy(desc(accounts.id))
    .limit(limit);
}

/** The language chosen by most of an account's developers; null if none has chosen. */
export async function languageOfDevelopers(db: Executor, accountId: number): Promise<string | null> {
  const [row] = await db
    .select({ language: users.language })
    .from(users)
    .where(and(eq(users.accountId, accountId), isNull(users.removedAt), isNotNull(users.language)))
    .groupBy(users.language)
    .orderBy(desc(count()))
    .limit(1);
  return row?.language ?? null;
}
