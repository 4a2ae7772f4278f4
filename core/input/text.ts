import { z } from "zod";
import { type Problem, problem } from "./problem.ts";

// PostgreSQL keeps neither null characters nor lone surrogates; the others break a list's lines.
const unfit = /\p{Cc}|\p{Cs}/u;
const breaking = /[\p{Cc}\u2028\u2029]/u;

/**
 * What nobody sees: with it two names look the same, and a direction mark (U+202E and its kin) turns the words
 * around it, on whichever page the name is shown. Four that writing needs are none of them: the joiners, which
 * Persian and Kurdish words and joined emoji have inside them, and an emoji's choice of its looks.
 */
const invisible =
  /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb\u2800]/u;
const seen = /[^\p{Default_Ignorable_Code_Point}\p{Z}]/u;

/** One line of a person's words: trimmed, in Unicode's composed form, with nothing in it that nobody sees. */
export function line(low: number, high: number, code: Problem) {
  return z
    .string({ error: problem(code) })
    .transform((text) => text.trim().normalize("NFC"))
    .superRefine((text, context) => {
      const wrong = breaking.test(text)
        ? problem("control_character")
        : !text.isWellFormed()
          ? problem("lone_surrogate")
          : invisible.test(text) || (text !== "" && !seen.test(text))
            ? problem("invisible_character")
            : text.length < low || text.length > high
              ? code
              : undefined;
      if (wrong) context.addIssue({ code: "custom", message: wrong });
    });
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
