import { newTemplate, templateDraft } from "#core/template/template-input.ts";

/**
 * What the server would say of what is typed, by field. On its own, since it brings the schemas along: the editor loads
 * it when somebody types.
 */
export function problemsOf(input: object, as: "new" | "draft"): Record<string, string[]> {
  const parsed = (as === "new" ? newTemplate : templateDraft).safeParse(input);
  const found: Record<string, string[]> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const field = issue.path.join(".");
    found[field] = [...(found[field] ?? []), issue.message];
  }
  return found;
}
