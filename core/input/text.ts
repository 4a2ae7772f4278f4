import { z } from "zod";
import { type Problem, problem } from "./problem.ts";

// PostgreSQL stores neither null characters nor lone surrogates; the other characters break a list's lines.
const unfit = /\p{Cc}|\p{Cs}/u;
const breaking = /[\p{Cc}\u2028\u2029]/u;

/**
 * Invisible characters. They make two different names look the same, and a direction mark (such as U+202E) reorders the
 * text around it on every page that shows the name. Four that writing needs are excepted: the two joiners, which
 * Persian and Kurdish words and joined emoji contain, and the two variation selectors of emoji.
 */
const invisible =
  /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb\u2800]/u;
const seen = /[^\p{Default_Ignorable_Code_Point}\p{Z}]/u;

/** One line of text entered by a person: trimmed, in NFC, without invisible characters. */
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
            : text === "" && low > 0
              ? problem("required")
              : text.length < low || text.length > high
                ? code
                : undefined;
      if (wrong) context.addIssue({ code: "custom", message: wrong });
    });
}

/** Several lines of text entered by a person. */
export function paragraph(high: number, code: Problem) {
  return z
    .string({ error: problem(code) })
    .transform((text) => text.replace(/\r\n?/g, "\n").trim().normalize("NFC"))
    .refine((text) => text.length <= high && !unfit.test(text.replaceAll("\n", "")), problem(code));
}

/** The name of an account, a template or a token. */
export const name = line(1, 100, "name");
