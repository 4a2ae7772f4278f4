import { and, count, desc, eq, getTableColumns, gte, inArray, isNull, min, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Scope } from "#core/access/access.ts";
import { within } from "#db/queries/scope.ts";
import { messages } from "#db/schema/messages/messages.ts";
import { templates, templateVersions } from "#db/schema/templates.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type VersionRow = typeof templateVersions.$inferSelect;
export type Bodies = Pick<VersionRow, "english" | "arabic">;
type Status = VersionRow["status"];
/** As people see it: an approval may have been revoked. */
export type TemplateStatus = Status | "revoked";

// Apart from the reads at the end, all functions require that the caller has locked the template within its scope.

/** Inserts the template's next version. */
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

/**
 * Changes the version that has status `from`. The condition is part of the statement: undefined if no version had it.
 */
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
  return move(tx, templateId, "draft", { ...bodies, savedAt: sql`now()` });
}

export function submitVersion(tx: Executor, templateId: number) {
  return move(tx, templateId, "draft", { status: "pending", submittedAt: sql`now()` });
}

/**
 * Makes the waiting version a draft. One that was in use until its approval was taken back stays as it is, as revoked,
 * and a copy of it becomes the draft.
 * @returns the number of the version that waited, and the draft.
 */
export async function withdrawVersion(
  tx: Executor,
  templateId: number,
): Promise<{ waited: number; draft: VersionRow } | undefined> {
  const waiting = await findOpenVersion(tx, templateId);
  if (waiting?.status !== "pending") return undefined;
  const { takenBackAt, number: waited, english, arabic } = waiting;
  if (takenBackAt === null) {
    const draft = await move(tx, templateId, "pending", { status: "draft", submittedAt: null });
    return { waited, draft: draft! };
  }
  await move(tx, templateId, "pending", {
    status: "approved",
    decidedAt: takenBackAt,
    revokedAt: takenBackAt,
    revocationReason: "",
  });
  return { waited, draft: await insertVersion(tx, templateId, { english, arabic }, "draft") };
}

/** Deletes the draft, which only its account has seen. @returns undefined if there is none. */
export async function deleteDraft(tx: Executor, templateId: number): Promise<VersionRow | undefined> {
  const [row] = await tx
    .delete(templateVersions)
    .where(and(eq(templateVersions.templateId, templateId), eq(templateVersions.status, "draft")))
    .returning();
  return row;
}

export type Decision = { status: "approved" } | { status: "rejected"; reason: string };

/**
 * With `versionId`, only if that version is the waiting one, so that reviewers decide about the text they have read.
 */
export function decideVersion(
  tx: Executor,
  templateId: number,
  decision: Decision,
  decidedBy: number | null,
  versionId: number | undefined,
) {
  return move(tx, templateId, "pending", { ...decision, decidedBy, decidedAt: sql`now()` }, versionId);
}

/** Remembers which version an approved one replaced. */
export async function noteReplaced(tx: Executor, versionId: number, replaced: number): Promise<VersionRow> {
  const [row] = await tx
    .update(templateVersions)
    .set({ replacedVersionId: replaced })
    .where(eq(templateVersions.id, versionId))
    .returning();
  return row!;
}

/**
 * Takes a decision back that its reviewer made within the last seconds, if the version is still the newest one and,
 * where it was approved, the one in use.
 */
export async function undecideVersion(
  tx: Executor,
  {
    template: { id, servingVersionId },
    versionId,
    reviewer,
    seconds,
  }: {
    template: { id: number; servingVersionId: number | null };
    versionId: number;
    reviewer: number | null;
    seconds: number;
  },
): Promise<{ before: VersionRow; after: VersionRow } | undefined> {
  const [before] = await tx
    .select()
    .from(templateVersions)
    .where(
      and(
        eq(templateVersions.id, versionId),
        eq(templateVersions.templateId, id),
        reviewer === null ? isNull(templateVersions.decidedBy) : eq(templateVersions.decidedBy, reviewer),
        inArray(templateVersions.status, ["approved", "rejected"]),
        isNull(templateVersions.revokedAt),
        sql`${templateVersions.decidedAt} > now() - ${seconds} * interval '1 second'`,
        sql`not exists (select from ${templateVersions} later
          where later.template_id = ${id} and later.number > ${templateVersions.number})`,
      ),
    );
  if (!before || (before.status === "approved" && servingVersionId !== versionId)) return undefined;
  const [after] = await tx
    .update(templateVersions)
    .set({
      status: "pending",
      reason: null,
      decidedAt: null,
      decidedBy: null,
      replacedVersionId: null,
      ...(before.status === "approved" && { takenBackAt: sql`now()` }),
    })
    .where(eq(templateVersions.id, versionId))
    .returning();
  return { before, after: after! };
}

/** Marks an approved version as revoked. */
export async function revokeVersion(tx: Executor, versionId: number, reason: string): Promise<VersionRow> {
  const [row] = await tx
    .update(templateVersions)
    .set({ revokedAt: sql`now()`, revocationReason: reason })
    .where(eq(templateVersions.id, versionId))
    .returning();
  return row!;
}

/** How many messages of an account were made from a version since a time. */
export async function countMessagesOf(
  tx: Executor,
  { accountId, versionId, since }: { accountId: number; versionId: number; since: Date },
): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(messages)
    .where(
      and(
        eq(messages.accountId, accountId),
        gte(messages.createdAt, since),
        eq(messages.templateVersionId, versionId),
      ),
    );
  return row!.count;
}

/** The version that is a draft or awaits review, if any. */
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

/** How many versions await review, and since when the oldest does. Versions of archived templates are not counted. */
export async function countWaiting(db: Executor): Promise<{ count: number; since: Date | null }> {
  const [row] = await db
    .select({ count: count(), since: min(templateVersions.submittedAt) })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .where(and(eq(templateVersions.status, "pending"), isNull(templates.archivedAt)));
  return row!;
}
