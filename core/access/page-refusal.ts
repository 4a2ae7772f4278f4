/**
 * Why the server refused a page request before it reached Next. It is sent as plain text, because that is the only kind
 * of response whose body Next passes on to the code that called a server action. The first line holds the code and its
 * parameter.
 */
export const PAGE_REFUSALS = ["wrong_host", "too_large", "stopping"] as const;
export type PageRefusal = (typeof PAGE_REFUSALS)[number];

/**
 * `expected` is the origin under which the gateway expects to be opened; `advice` is for a reader who sees the plain
 * text itself.
 */
export function writePageRefusal(code: PageRefusal, advice: string, expected?: string): string {
  return `${code}${expected === undefined ? "" : ` ${expected}`}\n${advice}\n`;
}

/** Parses the text of a refusal; null for any other text. */
export function readPageRefusal(text: string): { code: PageRefusal; expected: string } | null {
  const [code = "", expected = ""] = text.split("\n", 1)[0]!.split(" ");
  return PAGE_REFUSALS.some((each) => each === code) ? { code: code as PageRefusal, expected } : null;
}
