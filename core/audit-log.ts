import { z } from "zod";
import { type AuditAction, auditActions } from "./audit-action.ts";
import { id } from "./id.ts";
import { period } from "./period.ts";
import { someOf, tableParams } from "./table-params.ts";

/** The kinds of things that are changed: the nouns of the actions. */
export const auditNouns = [...new Set(auditActions.map((action) => action.split(".")[0]!))] as Noun[];
export type Noun = AuditAction extends `${infer Name}.${string}` ? Name : never;

export function nounOf(action: string): Noun {
  return action.split(".")[0] as Noun;
}

/** One thing, as `template.12`: everything that was done to it. */
const subject = z.string().transform((text, context) => {
  const [noun = "", ...rest] = text.split(".");
  const subjectId = rest.join(".");
  if (auditNouns.includes(noun as Noun) && subjectId && subjectId.length <= 100)
    return { noun: noun as Noun, id: subjectId };
  context.addIssue({ code: "custom" });
  return z.NEVER;
});

/** What the address of the audit log asks for. */
export const auditParams = {
  ...tableParams,
  /** A part of who it was, or the id of what was changed. */
  q: z.string().trim().max(100).optional(),
  action: someOf(auditActions).optional(),
  account: id.optional(),
  period: period.optional(),
  subject: subject.optional(),
};
