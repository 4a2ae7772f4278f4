import { canActFor, canChange, canRead, canReviewTemplates, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { AuditAction } from "#core/audit/audit-action.ts";
import { byId } from "#core/input/id.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  approval,
  bodyProblems,
  newTemplate,
  rejection,
  revocation,
  templateDraft,
  undo,
} from "#core/template/template-input.ts";
import { UNDO_SECONDS } from "#core/template/undo.ts";
import { carryApprovals } from "#db/queries/routing/approvals.ts";
import { lockRouting } from "#db/queries/routing/lock.ts";
import { findVersion } from "#db/queries/templates/reviews.ts";
import {
  countMessagesOf,
  type Decision,
  decideVersion,
  deleteDraft,
  findOpenVersion,
  insertVersion,
  noteReplaced,
  revokeVersion,
  selectVersions,
  submitVersion,
  type TemplateStatus,
  undecideVersion,
  updateDraft,
  type VersionRow,
  withdrawVersion,
} from "#db/queries/templates/template-versions.ts";
import {
  insertTemplate,
  lockTemplate,
  markArchived,
  renameTemplate,
  selectTemplates,
  serveVersion,
  type TemplateFilter,
  type TemplateRow,
  type TemplateWithVersions,
} from "#db/queries/templates/templates.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";
import {
  reviewOver,
  takeBackDecision,
  tellDecision,
  tellReviewers,
  tellRevocation,
} from "./template-notices.ts";

export interface TemplateVersion
  extends Omit<
    VersionRow,
    "templateId" | "decidedBy" | "status" | "replacedVersionId" | "revokedAt" | "revocationReason"
  > {
  status: TemplateStatus;
}

export interface Template extends Omit<TemplateRow, "servingVersionId"> {
  /** Of the newest version: an approved template whose edit awaits review is `pending`, and continues to send. */
  status: TemplateStatus;
  newest: TemplateVersion;
  /** The version that is used for sending. */
  serving: TemplateVersion | null;
}

function viewVersion({
  templateId: _,
  decidedBy: __,
  replacedVersionId: ___,
  revokedAt,
  revocationReason,
  ...version
}: VersionRow): TemplateVersion {
  return revokedAt === null
    ? version
    : { ...version, status: "revoked", reason: revocationReason, decidedAt: revokedAt };
}

/** Locks a template to change it. @throws {Refused} if it does not exist or is archived. */
async function locked(tx: Executor, actor: Actor, id: number): Promise<TemplateRow> {
  if (!canChange(actor)) throw new Refused("read_only");
  const template = await lockTemplate(tx, id, scopeOf(actor));
  if (!template) throw new Refused("template_not_found", { id });
  if (template.archivedAt) throw new Refused("template_archived", { id });
  return template;
}

export function viewTemplate({
  template: { servingVersionId: _, ...template },
  newest,
  serving,
}: TemplateWithVersions): Template {
  return {
    ...template,
    status: viewVersion(newest).status,
    newest: viewVersion(newest),
    serving: serving && viewVersion(serving),
  };
}

async function read(db: Executor, id: number, actor: Actor): Promise<Template> {
  const [found] = await selectTemplates(db, scopeOf(actor), { id });
  if (!found) throw new Refused("template_not_found", { id });
  return viewTemplate(found);
}

/** Makes one change of one template, and audits the version whose status changed. */
function changeVersion(
  actor: Actor,
  id: number,
  action: AuditAction,
  work: (
    tx: Executor,
    template: TemplateRow,
  ) => Promise<{ before: unknown; version: VersionRow; name?: string; more?: Record<string, unknown> }>,
): Promise<Template> {
  return auditedTransaction(async (tx) => {
    const template = await locked(tx, actor, id);
    const { before, version, name, more } = await work(tx, template);
    const { number, status, english, arabic, reason } = viewVersion(version);
    await audit(tx, actor, {
      action,
      subjectId: id,
      accountId: template.accountId,
      before,
      after: {
        version: number,
        status,
        english,
        arabic,
        reason,
        ...(name !== undefined && { name }),
        ...more,
      },
    });
    return read(tx, id, actor);
  });
}

/** Its first version is submitted for review at once, or stays a draft. */
export async function createTemplate(actor: Actor, input: unknown): Promise<Template> {
  const { accountId, name, english, arabic, submit } = checked(newTemplate, input);
  if (!canActFor(actor, accountId)) throw new Refused("not_allowed");
  return auditedTransaction(
    async (tx) => {
      const template = await insertTemplate(tx, accountId, name);
      const status = submit ? "pending" : "draft";
      await insertVersion(tx, template.id, { english, arabic }, status);
      await audit(tx, actor, {
        action: "template.create",
        subjectId: template.id,
        accountId,
        after: { name, version: 1, status, english, arabic },
      });
      if (submit) await tellReviewers(tx, actor, template);
      return read(tx, template.id, actor);
    },
    { templates_account_id_accounts_id_fk: new Refused("account_not_found", { id: accountId }) },
  );
}

/**
 * From the next request on this version is sent. Of two concurrent reviewers one succeeds; the other gets
 * `template_not_pending`.
 */
export async function approveTemplate(actor: Actor, input: unknown): Promise<Template> {
  if (!canReviewTemplates(actor)) throw new Refused("not_allowed");
  const { id, versionId } = checked(approval, input);
  return changeVersion(actor, id, "template.approve", async (tx, template) => {
    const { servingVersionId } = template;
    const version = await decide(tx, actor, { id, versionId }, { status: "approved" });
    if (servingVersionId !== null) {
      await noteReplaced(tx, version.id, servingVersionId);
      await lockRouting(tx);
      await carryApprovals(tx, servingVersionId, version.id);
    }
    await serveVersion(tx, id, scopeOf(actor), version.id);
    await tellDecision(tx, actor, template, version);
    return { before: { version: version.number, status: "pending" }, version };
  });
}

/** The developer reads the reason. The version in use stays in use. */
export async function rejectTemplate(actor: Actor, input: unknown): Promise<Template> {
  if (!canReviewTemplates(actor)) throw new Refused("not_allowed");
  const { id, versionId, reason } = checked(rejection, input);
  return changeVersion(actor, id, "template.reject", async (tx, template) => {
    const version = await decide(tx, actor, { id, versionId }, { status: "rejected", reason });
    await tellDecision(tx, actor, template, version);
    return { before: { version: version.number, status: "pending" }, version };
  });
}

/**
 * Takes back a decision that the same reviewer made within the last ten seconds: the version waits again, and what was
 * in use before it is in use again, from the next request on. What was sent with it meanwhile stays as it is; the audit
 * entry says how many messages that were.
 */
export async function undoDecision(actor: Actor, input: unknown): Promise<Template> {
  if (!canReviewTemplates(actor)) throw new Refused("not_allowed");
  const { id, versionId } = checked(undo, input);
  return changeVersion(actor, id, "template.undo_decision", async (tx, template) => {
    const reviewer = actor.kind === "user" ? actor.id : null;
    const seconds = UNDO_SECONDS + UNDO_GRACE_SECONDS;
    const undone = await undecideVersion(tx, { template, versionId, reviewer, seconds });
    if (!undone) throw new Refused("template_undo_too_late", { id, seconds: UNDO_SECONDS });
    const { before, after } = undone;
    if (before.status === "approved") await serveVersion(tx, id, scopeOf(actor), before.replacedVersionId);
    const { accountId } = template;
    const sent =
      before.status === "approved"
        ? await countMessagesOf(tx, { accountId, versionId, since: before.decidedAt! })
        : 0;
    await takeBackDecision(tx, actor, template);
    return {
      before: { version: before.number, status: before.status, reason: before.reason },
      version: after,
      ...(sent > 0 && { more: { messages: sent } }),
    };
  });
}

/** Beyond the time that people see: for the way of the request. */
const UNDO_GRACE_SECONDS = 2;

/**
 * Takes the approved version out of use for good, from the next request on; the developer reads the reason. No earlier
 * version comes into use again, and one that waits for a decision keeps waiting.
 */
export async function revokeTemplate(actor: Actor, input: unknown): Promise<Template> {
  if (!canReviewTemplates(actor)) throw new Refused("not_allowed");
  const { id, reason } = checked(revocation, input);
  return changeVersion(actor, id, "template.revoke", async (tx, template) => {
    const { servingVersionId } = template;
    if (servingVersionId === null) throw new Refused("template_not_approved", { id });
    const version = await revokeVersion(tx, servingVersionId, reason);
    await serveVersion(tx, id, scopeOf(actor), null);
    await tellRevocation(tx, actor, template, version);
    return { before: { version: version.number, status: "approved" }, version };
  });
}

async function decide(
  tx: Executor,
  actor: Actor,
  { id, versionId }: { id: number; versionId?: number | undefined },
  decision: Decision,
): Promise<VersionRow> {
  const reviewer = actor.kind === "user" ? actor.id : null;
  const version = await decideVersion(tx, id, decision, reviewer, versionId);
  if (version) return version;
  // Tells the later of two reviewers what the earlier one decided.
  const found = versionId === undefined ? undefined : await findVersion(tx, id, versionId);
  throw new Refused("template_not_pending", {
    id,
    ...(found && { status: found.version.status, by: found.decidedBy ?? "" }),
  });
}

/** Changes the draft and the name, or creates the next version as a draft. A submitted version never changes. */
export async function saveTemplateDraft(actor: Actor, input: unknown): Promise<Template> {
  const { id, name, english, arabic, basis } = checked(templateDraft, input);
  return changeVersion(actor, id, "template.save", async (tx, template) => {
    const open = await findOpenVersion(tx, id);
    if (open?.status === "pending") throw new Refused("template_waits", { id });
    const [newest] = open ? [open] : await selectVersions(tx, id, scopeOf(actor));
    const now = { name: template.name, english: newest?.english, arabic: newest?.arabic };
    await refuseOutdated(tx, actor, { noun: "template", id, basis, now });
    const version = open
      ? await updateDraft(tx, id, { english, arabic })
      : await insertVersion(tx, id, { english, arabic }, "draft");
    const isRenamed = name !== undefined && name !== template.name;
    if (isRenamed) await renameTemplate(tx, id, scopeOf(actor), name);
    const before = {
      ...(open && { version: open.number, english: open.english, arabic: open.arabic }),
      ...(isRenamed && { name: template.name }),
    };
    return { before, version: version!, ...(isRenamed && { name }) };
  });
}

/** Submits the draft to the operator for review. */
export async function submitTemplate(actor: Actor, input: unknown): Promise<Template> {
  const { id } = checked(byId, input);
  return changeVersion(actor, id, "template.submit", async (tx, template) => {
    const version = await submitVersion(tx, id);
    if (!version) throw new Refused("template_not_draft", { id });
    const problems = bodyProblems(version);
    if (problems.length > 0) throw invalid(problems);
    await tellReviewers(tx, actor, template);
    return { before: { version: version.number, status: "draft" }, version };
  });
}

/** Withdraws a version before it is reviewed, to edit it further. */
export async function withdrawTemplate(actor: Actor, input: unknown): Promise<Template> {
  const { id } = checked(byId, input);
  return changeVersion(actor, id, "template.withdraw", async (tx) => {
    const version = await withdrawVersion(tx, id);
    if (!version) throw new Refused("template_not_pending", { id });
    await reviewOver(tx, { id });
    return { before: { version: version.number, status: "pending" }, version };
  });
}

/** Deletes the draft of a next version. Reviewed versions stay, and the version in use stays in use. */
export async function discardTemplateDraft(actor: Actor, input: unknown): Promise<Template> {
  const { id } = checked(byId, input);
  return auditedTransaction(async (tx) => {
    const { accountId } = await locked(tx, actor, id);
    const draft = await deleteDraft(tx, id);
    if (!draft) throw new Refused("template_not_draft", { id });
    // A template consists of its versions and cannot exist without any.
    if (draft.number === 1) throw new Refused("template_only_draft", { id });
    const { number, status, english, arabic } = draft;
    await audit(tx, actor, {
      action: "template.discard",
      subjectId: id,
      accountId,
      before: { version: number, status, english, arabic },
    });
    return read(tx, id, actor);
  });
}

/**
 * Permanent: the template no longer sends, its id is not reused, and a version that awaits review is withdrawn from the
 * queue.
 */
export async function archiveTemplate(actor: Actor, input: unknown): Promise<Template> {
  const { id } = checked(byId, input);
  return auditedTransaction(async (tx) => {
    const { accountId, name } = await locked(tx, actor, id);
    const withdrawn = await withdrawVersion(tx, id);
    if (withdrawn) await reviewOver(tx, { id });
    await markArchived(tx, id, scopeOf(actor));
    await audit(tx, actor, {
      action: "template.archive",
      subjectId: id,
      accountId,
      before: { name, ...(withdrawn && { version: withdrawn.number, status: "pending" }) },
      ...(withdrawn && { after: { name, version: withdrawn.number, status: withdrawn.status } }),
    });
    return read(tx, id, actor);
  });
}

/** With all versions, newest first. */
export async function getTemplate(
  actor: Actor,
  input: unknown,
): Promise<Template & { versions: TemplateVersion[] }> {
  const { id } = checked(byId, input);
  const template = await read(database(), id, actor);
  const versions = await selectVersions(database(), id, scopeOf(actor));
  return { ...template, versions: versions.map(viewVersion) };
}

/** Newest first: the templates of an account or, without `accountId`, all that the actor may see. */
export async function listTemplates(
  actor: Actor,
  filter: Omit<TemplateFilter, "id" | "ids"> & { accountId?: number | undefined } = {},
): Promise<Template[]> {
  const { accountId, ...rest } = filter;
  if (accountId !== undefined && !canRead(actor, accountId)) throw new Refused("not_allowed");
  return (await selectTemplates(database(), accountId ?? scopeOf(actor), rest)).map(viewTemplate);
}
