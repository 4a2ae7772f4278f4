import { canOperate, canReadAll, canReviewTemplates } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { approvalDemand, approvalFilter, operatorApproval } from "#core/routing/routing-input.ts";
import { findProvider } from "#db/queries/gateway/providers.ts";
import {
  type ApprovalRow,
  findApproval,
  findApprovedVersion,
  selectApprovals,
  setDemandsApproval,
  writeApproval,
} from "#db/queries/routing/approvals.ts";
import { lockRouting } from "#db/queries/routing/lock.ts";
import { database } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";

export type OperatorApproval = ApprovalRow;

/** More than anybody looks through; the count beside them is exact. */
const SHOWN = 1_000;

/** The texts in use and what the operators that demand approvals say of them, with how many there are in all. */
export async function listApprovals(
  actor: Actor,
  input: unknown = {},
): Promise<{ approvals: OperatorApproval[]; count: number }> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const { rows, count } = await selectApprovals(database(), {
    ...checked(approvalFilter, input),
    limit: SHOWN,
  });
  return { approvals: rows, count };
}

/**
 * What operators will say of a version that awaits the gateway's own approval: a text that is the one in use keeps what
 * was said of it, any other has to be handed in.
 */
export async function approvalsOnceApproved(
  actor: Actor,
  { templateId, versionId }: { templateId: number; versionId: number },
): Promise<Pick<OperatorApproval, "provider" | "language" | "state">[]> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const selection = { templateId, limit: SHOWN };
  const [waiting, inUse] = await Promise.all([
    selectApprovals(database(), { ...selection, versionId }),
    selectApprovals(database(), selection),
  ]);
  return waiting.rows.map(({ provider, language, text }) => {
    const same = inUse.rows.find(
      (row) => row.provider === provider && row.language === language && row.text === text,
    );
    return { provider, language, state: same?.state ?? "not_submitted" };
  });
}

/** Records what an operator says of a text that the gateway has approved. */
export async function setApproval(actor: Actor, input: unknown): Promise<OperatorApproval> {
  if (!canReviewTemplates(actor)) throw new Refused("not_allowed");
  const {
    templateId,
    version: number,
    provider: name,
    language,
    basis,
    ...values
  } = checked(operatorApproval, input);
  return auditedTransaction(async (tx) => {
    await lockRouting(tx);
    const provider = await findProvider(tx, name);
    if (!provider || provider.removedAt) throw new Refused("provider_not_found", { name });
    if (!provider.demandsApproval) throw new Refused("provider_demands_none", { name });
    const found = await findApprovedVersion(tx, templateId, number);
    if (!found) throw new Refused("template_not_found", { id: templateId });
    const { versionId, accountId } = found;
    if (versionId === null) {
      throw number === undefined
        ? new Refused("template_not_approved", { id: templateId })
        : new Refused("version_not_approved", { id: templateId, version: number });
    }
    if ((language === 0 ? found.arabic : found.english) === null)
      throw new Refused("template_without_text", { id: templateId });
    const place = { versionId, providerId: provider.id, language };
    const before = await findApproval(tx, place);
    const said = {
      state: before?.state ?? "not_submitted",
      approvedAs: before?.approvedAs ?? null,
      templateCode: before?.templateCode ?? null,
      reason: before?.reason ?? null,
    };
    await refuseOutdated(tx, actor, { noun: "approval", id: templateId, basis, now: said });
    const { state, approvedAs, templateCode, reason } = values;
    await writeApproval(tx, place, { state, approvedAs, templateCode, reason });
    const what = { provider: name, version: found.number, language: language === 0 ? "ar" : "en" };
    await audit(tx, actor, {
      action: "approval.set",
      subjectId: templateId,
      accountId,
      before: { ...what, ...said },
      after: { ...what, state, approvedAs, templateCode, reason },
    });
    const { rows } = await selectApprovals(tx, { templateId, versionId, provider: name, limit: 2 });
    return rows.find((row) => row.language === language)!;
  });
}

/** Whether a provider's operator has to accept each text before it may be sent. */
export async function setApprovalDemand(
  actor: Actor,
  input: unknown,
): Promise<{ name: string; demandsApproval: boolean }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name, demandsApproval } = checked(approvalDemand, input);
  await auditedTransaction(async (tx) => {
    await lockRouting(tx);
    const row = await findProvider(tx, name);
    if (!row || row.removedAt) throw new Refused("provider_not_found", { name });
    if (row.demandsApproval === demandsApproval) return;
    await setDemandsApproval(tx, row.id, demandsApproval);
    await audit(tx, actor, {
      action: "provider.approvals",
      subjectId: name,
      before: { demandsApproval: row.demandsApproval },
      after: { demandsApproval },
    });
  });
  return { name, demandsApproval };
}
