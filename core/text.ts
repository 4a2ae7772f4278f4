import { z } from "zod";
import { type Problem, problem } from "./problem.ts";

// PostgreSQL keeps neither null characters nor lone surrogates; the others break a list's lines.
const unfit = /\p{Cc}|\p{Cs}/u;

/** One line of a person's words: trimmed, in Unicode's composed form, without control characters. */
export function line(low: number, high: number, code: Problem) {
  return z
    .string({ error: problem(code) })
    .transform((text) => text.trim().normalize("NFC"))
    .refine((text) => text.length >= low && text.length <= high && !unfit.test(text), problem(code));
}

/** Some lines of a person's words. */
export function paragraph(high: number, code: Problem) {
  return z
    .string({ error: problem(code) })
    .transform((text) => text.replace(/\r\n?/g, "\n").trim().normalize("NFC"))
    .refine((text) => text.length <= high && !unfit.test(text.replaceAll("\n", "")), problem(code));
}

/** The name of an account, a template or a token. */
export const name = line(1, 100, "name");
