import { measure } from "#core/template/segments.ts";
import { render } from "#core/template/template.ts";

/** The template that a send names, in the account's current state. */
export interface SendTemplate {
  id: number;
  name: string;
  archived: boolean;
  /** The approved version; null if there is none. */
  versionId: number | null;
  english: string | null;
  arabic: string | null;
}

export type Decided = { ok: true; text: string; segments: number; versionId: number };
export type Decision = Decided | { ok: false; field: "template_id" | "language"; problem: string };

/**
 * Decides whether and what to send. A pure function, used by both the API and the dashboard. `template` is null if the
 * account has no template with that id (it may belong to another account).
 */
export function decide(template: SendTemplate | null, language: 0 | 1, code: string): Decision {
  const problem = templateProblem(template);
  if (problem || !template || template.versionId === null) return fault("template_id", problem ?? "");
  const body = bodyIn(template, language);
  if (body === null) return fault("language", languageProblem(template, language) ?? "");
  const text = render(body, code);
  return { ok: true, text, segments: measure(text).segments, versionId: template.versionId };
}

/** Why a template cannot send at all, whatever the language; null if it can. */
export function templateProblem(template: SendTemplate | null): string | null {
  if (!template) return "Template not found.";
  if (template.archived) return "This template is archived.";
  return template.versionId === null ? "This template is not approved yet." : null;
}

/** Why a usable template cannot send in this language; null if it can. */
export function languageProblem(template: SendTemplate | null, language: 0 | 1): string | null {
  if (template && bodyIn(template, language) !== null) return null;
  return `This template has no approved ${language === 0 ? "Arabic" : "English"} text.`;
}

function bodyIn({ arabic, english }: SendTemplate, language: 0 | 1): string | null {
  return language === 0 ? arabic : english;
}

function fault(field: "template_id" | "language", problem: string): Decision {
  return { ok: false, field, problem };
}
