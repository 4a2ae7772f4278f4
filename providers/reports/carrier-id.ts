/** Only this many characters of a carrier's id are compared. */
const ID_LENGTH = 200;

const BLANK = /[\s\p{Cc}\p{Cf}]/u;

/**
 * The text without surrounding blanks, line ends, control and invisible characters. Carriers pad values, or end them
 * with a line end or a C string's NUL. Implemented as a loop, because a regular expression for trailing blanks takes
 * quadratic time.
 */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANK.test(text[start]!)) start++;
  while (end > start && BLANK.test(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/**
 * Normalises a carrier's id for comparison. Used for both the answer to a send and the report, since only one of them
 * may be padded. PHP writes slashes in JSON as `\/`, which a pattern extracts from an answer unchanged.
 */
export function carrierId(text: string): string {
  return trimmed(text).replaceAll("\\/", "/").slice(0, ID_LENGTH);
}
