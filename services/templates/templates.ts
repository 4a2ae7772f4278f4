import { canActFor, canRead, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { byId } from "#core/input/id.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { bodyProblems, newTemplate, templateDraft } from "#core/template/template-input.ts";
import {
  deleteDraft,
  findOpenVersion,
  insertVersion,
  selectVersions,
  submitVersion,
  updateDraft,
  withdrawVersion,
} from "#db/queries/templates/template-versions.ts";
import {
  insertTemplate,
  markArchived,
  renameTemplate,
  selectTemplates,
  type TemplateFilter,
} from "#db/queries/templates/templates.ts";
import { database } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";
import { changeVersion, lockedTemplate } from "./template-change.ts";
import { reviewOver, tellReviewers } from "./template-notices.ts";
import {
  readTemplate,
  type Template,
  type TemplateVersion,
  viewTemplate,
  viewVersion,
} from "./template-view.ts";

/** Its first version is submitted for review at once, or stays a draft. */
export async function createTemplate(actor: Actor, input: unknown): Promise<Template> {
  const values = checked(newTemplate, input);
  const { accountId, name, english, arabic, submit } = values;
  if (!canActFor(actor, accountId)) throw new Refused("not_allowed");
  return auditedOnce(
    actor,
    { action: "template.create", input, values, again: (tx, id) => readTemplate(tx, id, actor) },
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
      return readTemplate(tx, template.id, actor);
    },
    { templates_account_id_accounts_id_fk: new Refused("account_not_found", { id: accountId }) },
  );
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
    const withdrawn = await withdrawVersion(tx, id);
    if (!withdrawn) throw new Refused("template_not_pending", { id });
    await reviewOver(tx, { id });
    return { before: { version: withdrawn.waited, status: "pending" }, version: withdrawn.draft };
  });
}

/** Deletes the draft of a next version. Reviewed versions stay, and the version in use stays in use. */
export async function discardTemplateDraft(actor: Actor, input: unknown): Promise<Template> {
  const { id } = checked(byId, input);
  return auditedTransaction(async (tx) => {
    const { accountId } = await lockedTemplate(tx, actor, id);
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
    return readTemplate(tx, id, actor);
  });
}

/**
 * Permanent: the template no longer sends, its id is not reused, and a version that awaits review is withdrawn from the
 * queue.
 */
export async function archiveTemplate(actor: Actor, input: unknown): Promise<Template> {
  const { id } = checked(byId, input);
  return auditedTransaction(async (tx) => {
    const { accountId, name } = await lockedTemplate(tx, actor, id);
    const withdrawn = await withdrawVersion(tx, id);
    if (withdrawn) await reviewOver(tx, { id });
    await markArchived(tx, id, scopeOf(actor));
    await audit(tx, actor, {
      action: "template.archive",
      subjectId: id,
      accountId,
      before: { name, ...(withdrawn && { version: withdrawn.waited, status: "pending" }) },
      ...(withdrawn && { after: { name, version: withdrawn.draft.number, status: withdrawn.draft.status } }),
    });
    return readTemplate(tx, id, actor);
  });
}

/** With all versions, newest first. */
export async function getTemplate(
  actor: Actor,
  input: unknown,
): Promise<Template & { versions: TemplateVersion[] }> {
  const { id } = checked(byId, input);
  const template = await readTemplate(database(), id, actor);
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
