/**
 * Why the server refused a request of a page before Next saw it. It travels as plain text, the one answer whose words
 * Next hands on to the code that called a server action: the code, and what belongs to it, in the first line.
 */
export const PAGE_REFUSALS = ["wrong_host", "too_large", "stopping"] as const;
export type PageRefusal = (typeof PAGE_REFUSALS)[number];

/** `expected` is the origin under which the gateway expects to be opened; `advice` is for whoever reads it bare. */
export function writePageRefusal(code: PageRefusal, advice: string, expected?: string): string {
  return `${code}${expected === undefined ? "" : ` ${expected}`}\n${advice}\n`;
}

/** Null for any other text. */
export function readPageRefusal(text: string): { code: PageRefusal; expected: string } | null {
  const [code = "", expected = ""] = text.split("\n", 1)[0]!.split(" ");
  return PAGE_REFUSALS.some((each) => each === code) ? { code: code as PageRefusal, expected } : null;
}
