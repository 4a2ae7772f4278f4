import { and, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "#core/access/access.ts";
import { within } from "#db/queries/scope.ts";
import { templates, templateVersions } from "#db/schema/templates.ts";
import type { Executor } from "#runtime/database/pools.ts";
import type { TemplateStatus, VersionRow } from "./template-versions.ts";

export type TemplateRow = typeof templates.$inferSelect;
/** A template with its newest version and the one used for sending. */
export interface TemplateWithVersions {
  template: TemplateRow;
  newest: VersionRow;
  serving: VersionRow | null;
}

export async function insertTemplate(tx: Executor, accountId: number, name: string): Promise<TemplateRow> {
  const [row] = await tx.insert(templates).values({ accountId, name }).returning();
  return row!;
}

/** @returns the template, locked. Every change of it or of one of its versions takes this lock first. */
export async function lockTemplate(tx: Executor, id: number, scope: Scope): Promise<TemplateRow | undefined> {
  const [row] = await tx
    .select()
    .from(templates)
    .where(and(eq(templates.id, id), within(templates.accountId, scope)))
    .for("no key update");
  return row;
}

/** From now on this version is used for sending, or none. */
export async function serveVersion(
  tx: Executor,
  id: number,
  scope: Scope,
  versionId: number | null,
): Promise<void> {
  await tx
    .update(templates)
    .set({ servingVersionId: versionId })
    .where(and(eq(templates.id, id), within(templates.accountId, scope)));
}

export async function renameTemplate(tx: Executor, id: number, scope: Scope, name: string): Promise<void> {
  await tx
    .update(templates)
    .set({ name })
    .where(and(eq(templates.id, id), within(templates.accountId, scope)));
}

export async function markArchived(tx: Executor, id: number, scope: Scope): Promise<void> {
  await tx
    .update(templates)
    .set({ archivedAt: sql`now()` })
    .where(and(eq(templates.id, id), within(templates.accountId, scope)));
}

/** Those of the ids that are templates of the account and not archived. */
export async function usableTemplateIds(
  db: Executor,
  accountId: number,
  ids: number[],
): Promise<Set<number>> {
  const rows = await db
    .select({ id: templates.id })
    .from(templates)
    .where(and(inArray(templates.id, ids), eq(templates.accountId, accountId), isNull(templates.archivedAt)));
  return new Set(rows.map(({ id }) => id));
}

export interface TemplateFilter {
  id?: number | undefined;
  ids?: number[] | undefined;
  /** Only templates whose newest version has this status. */
  status?: TemplateStatus | undefined;
  archived?: boolean | undefined;
}

/** Newest first. `archived` selects archived templates or the others; without it, both. */
export async function selectTemplates(
  db: Executor,
  scope: Scope,
  filter: TemplateFilter = {},
): Promise<TemplateWithVersions[]> {
  const newest = alias(templateVersions, "newest");
  const serving = alias(templateVersions, "serving");
  return db
    .select({ template: templates, newest, serving })
    .from(templates)
    .innerJoin(
      newest,
      and(
        eq(newest.templateId, templates.id),
        eq(
          newest.number,
          sql`(select max(v.number) from ${templateVersions} v where v.template_id = ${templates.id})`,
        ),
      ),
    )
    .leftJoin(serving, eq(serving.id, templates.servingVersionId))
    .where(
      and(
        within(templates.accountId, scope),
        filter.id === undefined ? undefined : eq(templates.id, filter.id),
        filter.ids === undefined ? undefined : inArray(templates.id, filter.ids),
        filter.status === undefined
          ? undefined
          : filter.status === "revoked"
            ? isNotNull(newest.revokedAt)
            : and(eq(newest.status, filter.status), isNull(newest.revokedAt)),
        filter.archived === false ? isNull(templates.archivedAt) : undefined,
        filter.archived === true ? isNotNull(templates.archivedAt) : undefined,
      ),
    )
    .orderBy(desc(templates.id));
}
