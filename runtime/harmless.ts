/** More would be no line to read, and a request may have written it. */
const LONGEST = 500;

/**
 * Words that are not ours (an error's, a library's, a path) as the log may hold them: one line, without what
 * looks like a telephone number, a token, or the password in an address, and without a statement's values.
 */
export function harmless(words: string): string {
  return words
    .replace(/\nparams: .*/s, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\bag_\w{8,}/g, "ag_…")
    .replace(/(:\/\/[^\s/:@]*):[^\s@]*@/g, "$1:…@")
    .replace(/\p{Nd}{7,}/gu, "…")
    .slice(0, LONGEST);
}
