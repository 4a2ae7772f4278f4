import { canChange, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { AuditAction } from "#core/audit/audit-action.ts";
import { Refused } from "#core/input/refusal.ts";
import type { VersionRow } from "#db/queries/templates/template-versions.ts";
import { lockTemplate, type TemplateRow } from "#db/queries/templates/templates.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { readTemplate, type Template, viewVersion } from "./template-view.ts";

/** Locks a template to change it. @throws {Refused} if it does not exist or is archived. */
export async function lockedTemplate(tx: Executor, actor: Actor, id: number): Promise<TemplateRow> {
  if (!canChange(actor)) throw new Refused("read_only");
  const template = await lockTemplate(tx, id, scopeOf(actor));
  if (!template) throw new Refused("template_not_found", { id });
  if (template.archivedAt) throw new Refused("template_archived", { id });
  return template;
}

/** Makes one change of one template, and audits the version whose status changed. */
export function changeVersion(
  actor: Actor,
  id: number,
  action: AuditAction,
  work: (
    tx: Executor,
    template: TemplateRow,
  ) => Promise<{ before: unknown; version: VersionRow; name?: string; more?: Record<string, unknown> }>,
): Promise<Template> {
  return auditedTransaction(async (tx) => {
    const template = await lockedTemplate(tx, actor, id);
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
    return readTemplate(tx, id, actor);
  });
}
