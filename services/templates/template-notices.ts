import type { Actor } from "#core/access/actor.ts";
import { findAccount } from "#db/queries/customers/accounts.ts";
import type { VersionRow } from "#db/queries/templates/template-versions.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { noticesDone, notify } from "#services/notices/write.ts";

interface NamedTemplate {
  id: number;
  name: string;
  accountId: number;
}

/** Tells the admins that a version waits for them. */
export async function tellReviewers(tx: Executor, actor: Actor, template: NamedTemplate): Promise<void> {
  const account = await findAccount(tx, template.accountId);
  await notify(
    tx,
    {
      kind: "approval_waiting",
      details: {
        templateId: template.id,
        template: template.name,
        accountId: template.accountId,
        account: account?.name ?? "",
        arabicAccount: account?.arabicName ?? null,
      },
    },
    "admins",
    actor,
  );
}

/** Tells the account's developers what was decided. Nobody has to review the version any more. */
export async function tellDecision(
  tx: Executor,
  actor: Actor,
  template: NamedTemplate,
  { number, status, reason }: Pick<VersionRow, "number" | "status" | "reason">,
): Promise<void> {
  if (status !== "approved" && status !== "rejected") return;
  await reviewOver(tx, template);
  await notify(
    tx,
    {
      kind: "template_decided",
      details: {
        templateId: template.id,
        template: template.name,
        version: number,
        decision: status,
        reason,
      },
    },
    { accountId: template.accountId },
    actor,
  );
}

/** Nobody has to review a version of this template: it was decided or withdrawn. */
export async function reviewOver(tx: Executor, { id }: Pick<NamedTemplate, "id">): Promise<void> {
  await noticesDone(tx, "approval_waiting", `template:${id}`);
}

/** A decision was taken back: what the developers were told is done with, and the reviewers have it again. */
export async function takeBackDecision(tx: Executor, actor: Actor, template: NamedTemplate): Promise<void> {
  await noticesDone(tx, "template_decided", `template:${template.id}`);
  await tellReviewers(tx, actor, template);
}

/** Tells the account's developers that the text in use was taken out of use, and why. */
export async function tellRevocation(
  tx: Executor,
  actor: Actor,
  { id, name, accountId }: NamedTemplate,
  { number, revocationReason }: Pick<VersionRow, "number" | "revocationReason">,
): Promise<void> {
  const details = { templateId: id, template: name, version: number, decision: "revoked" as const };
  await notify(
    tx,
    { kind: "template_decided", details: { ...details, reason: revocationReason } },
    { accountId },
    actor,
  );
}
