import { cleaned } from "#core/input/cleaned.ts";
import { parsePhone } from "#core/phone/phone.ts";

/**
 * What a search term of the send log means. `ending` and `id` may stand together: the digits alone do not say which of
 * the two is meant.
 */
export interface NumberSearch {
  /** A whole number, as digits in international form. */
  number?: string;
  /** The last digits of a number. */
  ending?: string;
  /** A message's id. */
  id?: number;
}

/** With fewer digits a search would find messages to hundreds of numbers. The index has as many (db/schema/messages/messages.ts). */
export const LEAST_ENDING = 6;
/** No number in international form is longer. */
const MOST_DIGITS = 15;

/** Blanks and dashes, and the dots, slashes and brackets that people write between groups of digits. */
const separators = /[ \-.()/\u2010-\u2015\u2212]/g;

/**
 * Understands what people have of a number: all of it in any form, without its leading 0, or its last six digits and
 * more, in any digits and with blanks and dashes; or a message's id (`#17`). Null if it is nothing of that.
 */
export function readNumberSearch(text: string, countries: readonly string[]): NumberSearch | null {
  const plain = cleaned(text).replace(separators, "");
  const marked = /^#([1-9]\d{0,14})$/.exec(plain);
  if (marked) return { id: Number(marked[1]) };
  if (!/^\+?\d+$/.test(plain)) return null;
  const digits = plain.replace("+", "");
  const number =
    parsePhone(plain, countries) ?? (/^[+0]/.test(plain) ? null : parsePhone(`0${plain}`, countries));
  if (number) return { number };
  const isId = /^[1-9]\d{0,8}$/.test(plain);
  const id = isId ? { id: Number(plain) } : {};
  if (digits.length < LEAST_ENDING) return isId ? id : null;
  // Of a country that was allowed in the past, perhaps.
  if (plain.startsWith("+")) return /^\d{8,15}$/.test(digits) ? { number: digits } : null;
  return digits.length <= MOST_DIGITS + 2 ? { ending: digits.replace(/^00(?=\d{8})/, ""), ...id } : null;
}
