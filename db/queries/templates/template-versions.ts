import { and, count, desc, eq, getTableColumns, inArray, isNull, min, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Scope } from "#core/access/access.ts";
import { within } from "#db/queries/scope.ts";
import { templates, templateVersions } from "#db/schema/templates.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type VersionRow = typeof templateVersions.$inferSelect;
export type Bodies = Pick<VersionRow, "english" | "arabic">;
type Status = VersionRow["status"];

// Everything here but the reads at the end is about a template that the caller has locked within its scope.

/** The next version. */
export async function insertVersion(
  tx: Executor,
  templateId: number,
  bodies: Bodies,
  status: "draft" | "pending",
): Promise<VersionRow> {
  const number = sql<number>`(
    select coalesce(max(v.number), 0) + 1 from ${templateVersions} v where v.template_id = ${templateId})`;
  const [row] = await tx
    .insert(templateVersions)
    .values({ templateId, number, ...bodies, status, submittedAt: status === "pending" ? sql`now()` : null })
    .returning();
  return row!;
}

/** Changes the version in status `from`. The guard is in the statement: undefined where none was in it. */
async function move(
  tx: Executor,
  templateId: number,
  from: Status,
  values: PgUpdateSetSource<typeof templateVersions>,
  versionId?: number,
): Promise<VersionRow | undefined> {
  const [row] = await tx
    .update(templateVersions)
    .set(values)
    .where(
      and(
        eq(templateVersions.templateId, templateId),
        eq(templateVersions.status, from),
        versionId === undefined ? undefined : eq(templateVersions.id, versionId),
      ),
    )
    .returning();
  return row;
}

export function updateDraft(tx: Executor, templateId: number, bodies: Bodies) {
  return move(tx, templateId, "draft", bodies);
}

export function submitVersion(tx: Executor, templateId: number) {
  return move(tx, templateId, "draft", { status: "pending", submittedAt: sql`now()` });
}

export function withdrawVersion(tx: Executor, templateId: number) {
  return move(tx, templateId, "pending", { status: "draft", submittedAt: null });
}

/** Removes the draft, which nobody but its account has seen. @returns undefined where there is none. */
export async function deleteDraft(tx: Executor, templateId: number): Promise<VersionRow | undefined> {
  const [row] = await tx
    .delete(templateVersions)
    .where(and(eq(templateVersions.templateId, templateId), eq(templateVersions.status, "draft")))
    .returning();
  return row;
}

export type Decision = { status: "approved" } | { status: "rejected"; reason: string };

/** With a `versionId`, only if that is the one that waits: a reviewer decides about the text that they read. */
export function decideVersion(
  tx: Executor,
  templateId: number,
  decision: Decision,
  decidedBy: number | null,
  versionId: number | undefined,
) {
  return move(tx, templateId, "pending", { ...decision, decidedBy, decidedAt: sql`now()` }, versionId);
}

/** The version that is a draft or waits for approval, if one. */
export async function findOpenVersion(tx: Executor, templateId: number): Promise<VersionRow | undefined> {
  const [row] = await tx
    .select()
    .from(templateVersions)
    .where(
      and(
        eq(templateVersions.templateId, templateId),
        inArray(templateVersions.status, ["draft", "pending"]),
      ),
    );
  return row;
}

/** All versions, newest first. */
export async function selectVersions(db: Executor, templateId: number, scope: Scope): Promise<VersionRow[]> {
  return db
    .select(getTableColumns(templateVersions))
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .where(and(eq(templates.id, templateId), within(templates.accountId, scope)))
    .orderBy(desc(templateVersions.number));
}

/** How many versions wait for a decision, and since when the oldest does. An archived template's waits for nobody. */
export async function countWaiting(db: Executor): Promise<{ count: number; since: Date | null }> {
  const [row] = await db
    .select({ count: count(), since: min(templateVersions.submittedAt) })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .where(and(eq(templateVersions.status, "pending"), isNull(templates.archivedAt)));
  return row!;
}
