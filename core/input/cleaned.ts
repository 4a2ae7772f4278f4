/**
 * The one reading of what people type and paste where a value is meant and not words: numbers, telephone numbers,
 * addresses, e-mails, codes, ids, days, and what is searched for. Whatever was copied out of an Arabic page, a PDF or a
 * chat brings characters along that nobody sees; a field that refuses them shows a person the right value in red.
 *
 * Without Zod, because browsers load it. `value` in `value.ts` is the same as a schema.
 */

/** Unicode's own lists of what has no looks and what turns the direction of writing, and the annotation marks. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu;
/** Every blank, also the one of Braille, which is no blank to Unicode. */
const BLANK = /[\s\p{Z}\u0085\u2800]/gu;
const ARABIC_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/g;
/** What an Arabic keyboard has where a Latin one has a point or a comma. */
const ARABIC_SEPARATOR = /[\u066b\u066c\u060c]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;

/** Printable ASCII without blanks: nearly everything that programs send, and nothing to clean. */
const CLEAN = /^[!-~]*$/;

/** The text without what nobody sees; every kind of blank is a plain one, and none is around it. */
export function visible(text: string): string {
  if (CLEAN.test(text)) return text;
  return text.replace(INVISIBLE, "").replace(BLANK, " ").trim();
}

/**
 * `visible`, with the digits, separators and full-width letters of other keyboards as those of ASCII. Blanks inside stay,
 * since only the kind of value says whether they separate two values or stand within one.
 */
export function cleaned(text: string): string {
  if (CLEAN.test(text)) return text;
  return visible(text)
    .replace(ARABIC_DIGIT, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(ARABIC_SEPARATOR, (sign) => (sign === "\u066b" ? "." : ","))
    .replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}
