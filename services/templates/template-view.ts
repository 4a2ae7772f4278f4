import { scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import type { TemplateStatus, VersionRow } from "#db/queries/templates/template-versions.ts";
import {
  selectTemplates,
  type TemplateRow,
  type TemplateWithVersions,
} from "#db/queries/templates/templates.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface TemplateVersion
  extends Omit<
    VersionRow,
    | "templateId"
    | "decidedBy"
    | "status"
    | "replacedVersionId"
    | "revokedAt"
    | "revocationReason"
    | "takenBackAt"
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

export function viewVersion({
  templateId: _,
  decidedBy: __,
  replacedVersionId: ___,
  takenBackAt: ____,
  revokedAt,
  revocationReason,
  ...version
}: VersionRow): TemplateVersion {
  return revokedAt === null
    ? version
    : { ...version, status: "revoked", reason: revocationReason, decidedAt: revokedAt };
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

export async function readTemplate(db: Executor, id: number, actor: Actor): Promise<Template> {
  const [found] = await selectTemplates(db, scopeOf(actor), { id });
  if (!found) throw new Refused("template_not_found", { id });
  return viewTemplate(found);
}
