import { notFound } from "next/navigation";
import { cache } from "react";
import { Refused } from "#core/input/refusal.ts";
import { getTemplate } from "#services/templates/templates.ts";
import { requireDeveloper } from "../../../guards.ts";

export interface TemplatePageProps {
  params: Promise<{ id: string }>;
}

/** Another account's template, and an address that is no id, are not found alike. Read once for layout and page. */
export const foundTemplate = cache(async (id: string) => {
  const { actor } = await requireDeveloper();
  return getTemplate(actor, { id }).catch((error: unknown) => {
    if (error instanceof Refused) notFound();
    throw error;
  });
});
