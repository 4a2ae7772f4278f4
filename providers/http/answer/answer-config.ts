import { z } from "zod";
import { FATES } from "#providers/fate.ts";

const isPattern = (source: string) => {
  try {
    return new RegExp(source, "u") !== null;
  } catch {
    return false;
  }
};
const NO_PATTERN = "is not a regular expression";

export const pattern = z.string().refine(isPattern, { error: NO_PATTERN });

/** One pattern, or several of which one has to be found. */
const patterns = z
  .union([z.string(), z.array(z.string()).min(1).max(50)], { error: "must be a pattern, or a list of them" })
  .superRefine((given, context) => {
    for (const [index, source] of [given].flat().entries()) {
      const path = typeof given === "string" ? [] : [index];
      if (!isPattern(source)) context.addIssue({ code: "custom", path, message: NO_PATTERN });
    }
  })
  .transform((given): readonly string[] => [given].flat());

const code = z.int().min(100).max(599);
const RANGE = /^(?:([1-5])xx|([1-5]\d\d)-([1-5]\d\d))$/;

/** A status, or a range such as "4xx" or "200-204". */
const status = z.union([
  code,
  z.string().refine(
    (text) => {
      const [, , from, to] = RANGE.exec(text) ?? [];
      return RANGE.test(text) && (from === undefined || from <= to!);
    },
    { error: 'is not a range of statuses, such as "4xx" or "200-204"' },
  ),
]);
export type Status = z.output<typeof status>;

const success = z
  .strictObject({
    status: z.array(status).min(1).default([200, 201, 202]),
    /** Some carriers answer 200 even when they refuse; then this identifies success. */
    body_pattern: patterns.optional(),
  })
  .default({ status: [200, 201, 202] });

/**
 * A status or text that means for certain that nothing was sent, in addition to 4xx and a success status without the
 * success pattern.
 */
const rejection = z
  .strictObject({ status: z.array(status).default([]), body_pattern: patterns.optional() })
  .default({ status: [] });

/** A row of the table of answers: what an answer with this status and this text means. */
const answer = z
  .strictObject({
    status: z.array(status).min(1).optional(),
    body_pattern: patterns.optional(),
    means: z.enum(["accepted", ...FATES]),
  })
  .refine((row) => row.status ?? row.body_pattern, "needs status or body_pattern");

/** How answers are understood. The first row of `answers` that applies decides, then `rejection`, then `success`. */
export const answerFields = { success, rejection, answers: z.array(answer).max(100).default([]) };

export type AnswerConfig = z.output<z.ZodObject<typeof answerFields>>;

/** Whether a status is one of these. */
export function isAmong(statuses: readonly Status[], found: number): boolean {
  return statuses.some((each) => {
    if (typeof each === "number") return each === found;
    const [, hundreds, from, to] = RANGE.exec(each)!;
    return hundreds === undefined
      ? Number(from) <= found && found <= Number(to)
      : Math.floor(found / 100) === Number(hundreds);
  });
}
