import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import type { AccountName } from "#core/customer/account-name.ts";
import type { ApprovalState, ApprovedAs } from "#core/routing/routing-choices.ts";
import { accountName } from "#db/queries/customers/accounts.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { providers } from "#db/schema/providers/providers.ts";
import { operatorApprovals } from "#db/schema/routing.ts";
import { templates, templateVersions } from "#db/schema/templates.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** A text of an approved version for a provider that demands approvals. */
export interface ApprovalRow {
  templateId: number;
  templateName: string;
  accountId: number;
  accountName: AccountName;
  versionId: number;
  /** The version's number within the template. */
  version: number;
  provider: string;
  language: 0 | 1;
  text: string;
  state: ApprovalState;
  approvedAs: ApprovedAs | null;
  templateCode: string | null;
  reason: string | null;
  changedAt: Date | null;
}

export interface ApprovalSelection {
  provider?: string | undefined;
  state?: ApprovalState | undefined;
  open?: boolean | undefined;
  templateId?: number | undefined;
  /** In place of the versions in use: one of any state, such as one that awaits the gateway's own approval. */
  versionId?: number | undefined;
  limit: number;
}

const state = sql<ApprovalState>`coalesce(${operatorApprovals.state}::text, 'not_submitted')`;
const languages = sql`(values (0::smallint), (1::smallint)) as spoken (language)`;
const text = sql<string>`case spoken.language when 0 then ${templateVersions.arabic} else ${templateVersions.english} end`;

/**
 * The texts in use, or of one version, for each provider that demands approvals, newest templates first; with how many
 * there are in all.
 */
export async function selectApprovals(
  db: Executor,
  { provider, state: wanted, open, templateId, versionId, limit }: ApprovalSelection,
): Promise<{ rows: ApprovalRow[]; count: number }> {
  const rows = await db
    .select({
      templateId: templates.id,
      templateName: templates.name,
      accountId: accounts.id,
      accountName,
      versionId: templateVersions.id,
      version: templateVersions.number,
      provider: providers.name,
      language: sql<0 | 1>`spoken.language`,
      text,
      state,
      approvedAs: operatorApprovals.approvedAs,
      templateCode: operatorApprovals.templateCode,
      reason: operatorApprovals.reason,
      changedAt: operatorApprovals.changedAt,
      count: sql<number>`(count(*) over ())::int`,
    })
    .from(templates)
    .innerJoin(
      templateVersions,
      versionId === undefined
        ? eq(templateVersions.id, templates.servingVersionId)
        : and(eq(templateVersions.templateId, templates.id), eq(templateVersions.id, versionId)),
    )
    .innerJoin(accounts, eq(accounts.id, templates.accountId))
    .innerJoin(providers, and(isNull(providers.removedAt), eq(providers.demandsApproval, true)))
    .innerJoin(languages, sql`${text} is not null`)
    .leftJoin(
      operatorApprovals,
      and(
        eq(operatorApprovals.versionId, templateVersions.id),
        eq(operatorApprovals.providerId, providers.id),
        sql`${operatorApprovals.language} = spoken.language`,
      ),
    )
    .where(
      and(
        isNull(templates.archivedAt),
        provider === undefined ? undefined : eq(providers.name, provider),
        wanted === undefined ? undefined : sql`${state} = ${wanted}`,
        open ? sql`${state} <> 'accepted'` : undefined,
        templateId === undefined ? undefined : eq(templates.id, templateId),
      ),
    )
    .orderBy(asc(providers.position), asc(providers.id), desc(templates.id), sql`spoken.language desc`)
    .limit(limit);
  return {
    rows: rows.map(({ count: _, ...row }) => row),
    count: rows[0]?.count ?? 0,
  };
}

/** A template's approved version with its texts: the one in use, or that of a number. */
export async function findApprovedVersion(db: Executor, templateId: number, number?: number) {
  const [row] = await db
    .select({
      accountId: templates.accountId,
      versionId: templateVersions.id,
      number: templateVersions.number,
      english: templateVersions.english,
      arabic: templateVersions.arabic,
    })
    .from(templates)
    .leftJoin(
      templateVersions,
      number === undefined
        ? eq(templateVersions.id, templates.servingVersionId)
        : and(
            eq(templateVersions.templateId, templates.id),
            eq(templateVersions.number, number),
            eq(templateVersions.status, "approved"),
          ),
    )
    .where(eq(templates.id, templateId));
  return row;
}

type Place = { versionId: number; providerId: number; language: 0 | 1 };
const at = ({ versionId, providerId, language }: Place) =>
  and(
    eq(operatorApprovals.versionId, versionId),
    eq(operatorApprovals.providerId, providerId),
    eq(operatorApprovals.language, language),
  );

export async function findApproval(tx: Executor, place: Place) {
  const [row] = await tx.select().from(operatorApprovals).where(at(place));
  return row;
}

export interface ApprovalValues {
  state: ApprovalState;
  approvedAs: ApprovedAs | null;
  templateCode: string | null;
  reason: string | null;
}

export async function writeApproval(tx: Executor, place: Place, values: ApprovalValues): Promise<void> {
  if (values.state === "not_submitted") {
    await tx.delete(operatorApprovals).where(at(place));
    return;
  }
  const set = { ...values, state: values.state, changedAt: sql`now()` };
  await tx
    .insert(operatorApprovals)
    .values({ ...place, ...set })
    .onConflictDoUpdate({
      target: [operatorApprovals.versionId, operatorApprovals.providerId, operatorApprovals.language],
      set,
    });
}

/** Gives a version the approvals of another one of its template, for the languages in which the text is the same. */
export async function carryApprovals(tx: Executor, from: number, to: number): Promise<void> {
  await tx.execute(sql`
    insert into ${operatorApprovals} (version_id, provider_id, language, state, approved_as, template_code, reason, changed_at)
    select ${to}, a.provider_id, a.language, a.state, a.approved_as, a.template_code, a.reason, a.changed_at
    from ${operatorApprovals} a, ${templateVersions} o, ${templateVersions} n
    where a.version_id = ${from} and o.id = ${from} and n.id = ${to}
      and case a.language when 0 then o.arabic = n.arabic else o.english = n.english end
    on conflict do nothing`);
}

export async function setDemandsApproval(tx: Executor, id: number, demandsApproval: boolean): Promise<void> {
  await tx.update(providers).set({ demandsApproval }).where(eq(providers.id, id));
}
