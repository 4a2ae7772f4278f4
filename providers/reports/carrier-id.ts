/** As much of a carrier's id as is compared. */
const ID_LENGTH = 200;

const BLANK = /[\s\p{Cc}\p{Cf}]/u;

/**
 * Text without the blanks, line ends, control and invisible characters around it. Carriers pad their words, end them with
 * a line end or with the NUL of a C string. A loop, because a regular expression for trailing blanks takes quadratic time.
 */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANK.test(text[start]!)) start++;
  while (end > start && BLANK.test(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/**
 * A carrier's id as it is compared. Both the answer to a request and the report pass through here: what one of them pads,
 * the other may not. PHP writes the slashes of JSON as `\/`, which a pattern reads out of an answer as it stands.
 */
export function carrierId(text: string): string {
  return trimmed(text).replaceAll("\\/", "/").slice(0, ID_LENGTH);
}
