import { notFound } from "next/navigation";
import { cache } from "react";
import { Refused } from "#core/input/refusal.ts";
import { getTemplate } from "#services/templates/templates.ts";
import { requireDeveloper } from "../../../guards.ts";

export interface TemplatePageProps {
  params: Promise<{ id: string }>;
}

/**
 * Answers "not found" for another account's template as well as for an invalid id. Read once per request, for layout
 * and page.
 */
export const foundTemplate = cache(async (id: string) => {
  const { actor } = await requireDeveloper();
  return getTemplate(actor, { id }).catch((error: unknown) => {
    if (error instanceof Refused) notFound();
    throw error;
  });
});
