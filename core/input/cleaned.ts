/**
 * Cleans what people type and paste where a value is expected rather than prose: numbers, phone numbers, addresses,
 * e-mails, codes, ids, days and search terms. Text copied from an Arabic page, a PDF or a chat contains invisible
 * characters; a field that refused them would mark a value as wrong that looks right.
 *
 * Without Zod, because browsers load this file. `value` in `value.ts` is the same as a schema.
 */

/** Unicode's lists of characters without a glyph and of direction controls, and the annotation marks. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu;
/** Every blank, including the Braille blank, which Unicode does not class as white space. */
const BLANK = /[\s\p{Z}\u0085\u2800]/gu;
const ARABIC_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/g;
/** The separators that an Arabic keyboard has in place of the Latin point and comma. */
const ARABIC_SEPARATOR = /[\u066b\u066c\u060c]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;

/** Printable ASCII without blanks: nearly everything that programs send, with nothing to clean. */
const CLEAN = /^[!-~]*$/;

/** The text without invisible characters, with every kind of blank replaced by a plain one, and trimmed. */
export function visible(text: string): string {
  if (CLEAN.test(text)) return text;
  return text.replace(INVISIBLE, "").replace(BLANK, " ").trim();
}

/**
 * Like `visible`, and with digits, separators and full-width letters of other keyboards converted to ASCII. Inner
 * blanks stay: only the kind of value decides whether they separate two values or belong to one.
 */
export function cleaned(text: string): string {
  if (CLEAN.test(text)) return text;
  return visible(text)
    .replace(ARABIC_DIGIT, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(ARABIC_SEPARATOR, (sign) => (sign === "\u066b" ? "." : ","))
    .replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}
