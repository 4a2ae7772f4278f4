/** The longest answer of a provider that is kept. */
export const RESPONSE_LENGTH = 500;

/**
 * A provider's words without the code and the text, in every spelling in which providers echo a request: plain,
 * as part of an address or a form, in JSON and XML, and in hexadecimal UCS-2.
 */
export function mask(words: string, secret: { code: string; text: string }): string {
  // PostgreSQL's text takes no null character, and half a surrogate pair is not UTF-8. First, so that what is
  // taken out joins no halves of a code.
  let masked = words.replaceAll("\0", "").toWellFormed();
  for (const value of [secret.text, secret.code]) {
    // No spelling is shorter than what it spells: "OK" holds no code of four digits.
    if (masked.length < value.length) continue;
    for (const spelling of spellings(value)) masked = masked.replaceAll(spelling, "***");
  }
  return masked.slice(0, RESPONSE_LENGTH).toWellFormed();
}

function spellings(value: string): Iterable<string> {
  const hex = Buffer.from(value, "utf16le").swap16().toString("hex");
  // Nothing escapes letters and digits, of which nearly every code is made.
  if (/^[0-9A-Za-z]*$/.test(value)) return [value, hex, hex.toUpperCase()];
  const uri = encodeURIComponent(value);
  // Forms also escape what addresses leave as it is.
  const form = uri.replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replace(/[^\0-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const addresses = [uri, form].flatMap((each) => [each, each.replaceAll("%20", "+")]);
  const jsons = [json, ascii].flatMap((each) => [each, each.replaceAll("/", "\\/")]);
  return new Set([
    value,
    ...addresses,
    ...addresses.map((address) => address.replace(/%[0-9A-F]{2}/g, (each) => each.toLowerCase())),
    ...jsons,
    ...jsons.map((each) => each.replace(/(?<=\\u)[0-9a-f]{4}/g, (digits) => digits.toUpperCase())),
    ...markups(value),
    hex,
    hex.toUpperCase(),
  ]);
}

const named: Record<string, string> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "'": "&apos;",
};

function markups(value: string): string[] {
  const spell = (how: (character: string) => string) => value.replace(/[<>&"']/g, how);
  return [
    spell((c) => named[c]!),
    spell((c) => `&#${c.charCodeAt(0)};`),
    spell((c) => (c === "'" ? "&#39;" : named[c]!)),
    // In text, unlike in attributes, quotes stay as they are.
    value.replace(/[<>&]/g, (c) => named[c]!),
  ];
}
