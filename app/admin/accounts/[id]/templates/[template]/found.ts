import { notFound } from "next/navigation";
import { cache } from "react";
import { Refused } from "#core/input/refusal.ts";
import { getTemplate } from "#services/templates/templates.ts";
import { requireAdmin } from "../../../../../guards.ts";
import { accountFile } from "../../account.ts";

export interface AccountTemplateProps {
  params: Promise<{ id: string; template: string }>;
}

/** A template of this account; another account's is not found here. Read once for layout and page. */
export const foundTemplate = cache(async (accountId: string, id: string) => {
  const { actor } = await requireAdmin();
  const account = await accountFile(accountId);
  const template = await getTemplate(actor, { id }).catch((error: unknown) => {
    if (error instanceof Refused) notFound();
    throw error;
  });
  if (template.accountId !== account.id) notFound();
  return template;
});
