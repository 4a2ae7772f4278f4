/** Longer texts are cut: they are unreadable as a log line, and a client may have caused them. */
const LONGEST = 500;

/**
 * Makes text from elsewhere (an error's message, a library's output, a path) safe for the log: one line, without
 * anything that looks like a phone number, a token or a password in a URL, and without a statement's values.
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
