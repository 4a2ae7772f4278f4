import { canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import type { CountedPage } from "#core/table/page-input.ts";
import { templateList } from "#core/template/template-list.ts";
import { selectTemplatePage } from "#db/queries/templates/template-list.ts";
import { selectTemplates } from "#db/queries/templates/templates.ts";
import { database } from "#runtime/database/pools.ts";
import { type Template, viewTemplate } from "./template-view.ts";

/** A page of an account's templates. */
export async function searchTemplates(actor: Actor, input: unknown): Promise<CountedPage<Template>> {
  const list = checked(templateList, input);
  if (!canRead(actor, list.accountId)) throw new Refused("not_allowed");
  const page = await selectTemplatePage(database(), list);
  const ids = page.rows.map(({ id }) => id);
  return { ...page, rows: (await selectTemplates(database(), list.accountId, { ids })).map(viewTemplate) };
}
