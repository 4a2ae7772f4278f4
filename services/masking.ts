/** The longest answer of a provider that is kept. */
export const RESPONSE_LENGTH = 500;

/**
 * A provider's words without the code and the text, in every spelling in which providers echo a request: plain,
 * as part of an address or a form, in JSON, and in hexadecimal UCS-2.
 */
export function mask(words: string, secret: { code: string; text: string }): string {
  let masked = words;
  // No spelling is shorter than what it spells: "OK" holds no code of four digits.
  if (words.length >= Math.min(secret.code.length, secret.text.length)) {
    for (const value of [secret.text, secret.code]) {
      for (const spelling of spellings(value)) masked = masked.replaceAll(spelling, "***");
    }
  }
  // PostgreSQL's text takes no null character, and half a surrogate pair is not UTF-8.
  return masked.replaceAll("\0", "").slice(0, RESPONSE_LENGTH).toWellFormed();
}

function spellings(value: string): Set<string> {
  const uri = encodeURIComponent(value);
  const hex = Buffer.from(value, "utf16le").swap16().toString("hex");
  return new Set([
    value,
    uri,
    uri.replaceAll("%20", "+"),
    uri.toLowerCase(),
    JSON.stringify(value).slice(1, -1),
    hex,
    hex.toUpperCase(),
  ]);
}
