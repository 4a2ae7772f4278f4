import { z } from "zod";
import { id } from "#core/input/id.ts";
import { period } from "#core/table/period.ts";
import { type SearchParams, searched, someOf, tableParams } from "#core/table/table-params.ts";
import { type AuditAction, auditActions } from "./audit-action.ts";

/** The kinds of things that are changed: the nouns of the actions. */
export const auditNouns = [...new Set(auditActions.map((action) => action.split(".")[0]!))] as Noun[];
export type Noun = AuditAction extends `${infer Name}.${string}` ? Name : never;

export function nounOf(action: string): Noun {
  return action.split(".")[0] as Noun;
}

/** A kind of thing (`template`), or one of that kind (`template.12`): everything that was done to it. */
const subject = z
  .string()
  .max(200)
  .transform((text, context) => {
    const [noun = "", ...rest] = text.split(".");
    const subjectId = rest.join(".");
    if (auditNouns.includes(noun as Noun) && !/\p{Cc}|\p{Cs}/u.test(subjectId))
      return { noun: noun as Noun, id: subjectId || null };
    context.addIssue({ code: "custom" });
    return z.NEVER;
  });

/** Who did it: a user (`user.12`), or an actor that is not a person. */
const actor = z
  .string()
  .max(40)
  .transform((text, context) => {
    if (text === "command_line" || text === "system") return { kind: text, id: null } as const;
    const userId = text.startsWith("user.") ? id.safeParse(text.slice("user.".length)).data : undefined;
    if (userId !== undefined) return { kind: "user", id: userId } as const;
    context.addIssue({ code: "custom" });
    return z.NEVER;
  });

export type AuditedActor = z.output<typeof actor>;

/** The filters of an export in the form of its address, for the audit log; without paging parameters. */
export function askedFor(params: SearchParams): string {
  const turning: readonly string[] = ["after", "before", "size", "message"];
  const asked = Object.entries(params).filter(([name]) => !turning.includes(name));
  return new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString().slice(0, 300);
}

/** The parameters of the audit log's address. */
export const auditParams = {
  ...tableParams,
  /** Part of the actor's name, or the id of the thing changed. */
  q: searched,
  actor: actor.optional(),
  action: someOf(auditActions).optional(),
  account: id.optional(),
  period: period.optional(),
  subject: subject.optional(),
};
