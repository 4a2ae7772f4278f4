import { newTemplate, templateDraft } from "#core/template/template-input.ts";

/**
 * The server's validation of what is typed, by field. A module of its own because it imports the schemas: the editor
 * loads it on the first keystroke.
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
