import { z } from "zod";
import { basis } from "#core/input/basis.ts";
import { id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";
import { line, name } from "#core/input/text.ts";
import { checkBody, type TemplateFault, tidyBody } from "./template.ts";

/** Faults that a draft may have, because it is unfinished. The rest of `checkBody` is checked when it is submitted. */
const unfinished: readonly TemplateFault[] = ["blank", "code_missing", "code_repeated", "other_braces"];

/** An empty field means no text in that language. */
const body = z
  .string()
  .nullish()
  .transform((text) => tidyBody(text ?? "") || null);

type Bodies = { english: string | null; arabic: string | null };

/** The problems that prevent these bodies from being submitted, by field. */
export function bodyProblems(bodies: Bodies, tolerated: readonly TemplateFault[] = []) {
  if (bodies.english === null && bodies.arabic === null) {
    return [["english", problem("body_missing")] as const];
  }
  return (["english", "arabic"] as const).flatMap((language) => {
    const text = bodies[language];
    const faults = text === null ? [] : checkBody(text).filter((fault) => !tolerated.includes(fault));
    return faults.map((fault) => [language, problem(fault)] as const);
  });
}

function checkBodies(bodies: Bodies, context: z.RefinementCtx, tolerated?: readonly TemplateFault[]): void {
  for (const [language, message] of bodyProblems(bodies, tolerated)) {
    context.addIssue({ code: "custom", path: [language], message });
  }
}

/** `submit: false` keeps it as a draft, which may be unfinished. */
export const newTemplate = z
  .object({ accountId: id, name, english: body, arabic: body, submit: z.boolean().default(true) })
  .superRefine((input, context) => checkBodies(input, context, input.submit ? [] : unfinished));

export const templateDraft = z
  .object({ id, name: name.optional(), english: body, arabic: body, basis })
  .superRefine((input, context) => checkBodies(input, context, unfinished));

/**
 * A screen submits the version that it shows, so that a text that arrived later is not approved unread, nor one that came
 * into use later revoked.
 */
export const approval = z.object({ id, versionId: id.optional() });
export const undo = z.object({ id, versionId: id });
export const rejection = approval.extend({ reason: line(1, 500, "reason") });
export const revocation = approval.extend({ reason: line(1, 500, "reason") });
