/** The longest answer of a provider that is kept. */
export const RESPONSE_LENGTH = 500;

/**
 * A provider's words without the code and the text, in every spelling in which providers echo a request: plain,
 * as part of an address or a form, in JSON and XML and as those stand in an answer's JSON, and in hexadecimal UCS-2.
 */
export function mask(words: string, secret: { code: string; text: string }): string {
  // PostgreSQL's text takes no null character, and half a surrogate pair is not UTF-8. First, so that what is
  // taken out joins no halves of a code.
  let masked = words.replaceAll("\0", "").toWellFormed();
  for (const value of [secret.text, secret.code]) {
    // No spelling is shorter than what it spells: "OK" holds no code of four digits.
    if (masked.length < value.length) continue;
    for (const spelling of spellings(value, masked)) masked = masked.replaceAll(spelling, "***");
  }
  return masked.slice(0, RESPONSE_LENGTH).toWellFormed();
}

/** Those that can stand in such words: most words escape nothing, and making all spellings costs a millisecond. */
function spellings(value: string, words: string): Iterable<string> {
  const hex = Buffer.from(value, "utf16le").swap16().toString("hex");
  const plain = [value, hex, hex.toUpperCase()];
  // Nothing escapes letters and digits, of which nearly every code is made.
  if (/^[0-9A-Za-z]*$/.test(value)) return plain;
  const once = new Set([
    ...plain,
    ...(/[%+]/.test(words) ? addresses(value) : []),
    ...(words.includes("&") ? markups(value) : []),
  ]);
  if (!words.includes("\\")) return once;
  const inJson = [...once].flatMap(jsons);
  // A request that was JSON comes back as a string of the answer's JSON: escaped once more.
  const twice = words.includes("\\\\") ? jsons(value).flatMap(jsons) : [];
  return new Set([...once, ...inJson, ...twice]);
}

function addresses(value: string): string[] {
  const uri = encodeURIComponent(value);
  // Forms also escape what addresses leave as it is.
  const form = uri.replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return [uri, form]
    .flatMap((each) => [each, each.replaceAll("%20", "+")])
    .flatMap((each) => [each, each.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())]);
}

/** As the JSON of several languages has it, without its quotes. */
function jsons(value: string): string[] {
  const plain = JSON.stringify(value).slice(1, -1);
  const forms = [
    plain,
    // Python and PHP.
    unicode(plain, /[^\0-\x7e]/g),
    // Go, and PHP told to.
    unicode(plain, /[<>&]/g),
    // .NET.
    unicode(plain.replaceAll('\\"', "\\u0022"), /[<>&'+`]|[^\0-\x7e]/g),
  ];
  const slashed = new Set(forms.flatMap((each) => [each, each.replaceAll("/", "\\/")]));
  const inCapitals = (each: string) => each.replace(/(?<=\\u)[0-9a-f]{4}/g, (digits) => digits.toUpperCase());
  return [...new Set([...slashed].flatMap((each) => [each, inCapitals(each)]))];
}

const unicode = (value: string, which: RegExp) =>
  value.replace(which, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

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
