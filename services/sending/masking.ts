/** Maximum length of a provider's answer that is stored. */
export const RESPONSE_LENGTH = 500;

/**
 * A provider's answer without the code and the text, in every encoding in which providers echo a request: plain, URL-
 * or form-encoded, escaped in JSON or XML (also within the answer's own JSON), and as hexadecimal UCS-2.
 */
export function mask(words: string, secret: { code: string; text: string }): string {
  // PostgreSQL's text accepts no null characters, and lone surrogates are not valid UTF-8. Done first, so that removing
  // characters cannot join two halves of a code.
  let masked = words.replaceAll("\0", "").toWellFormed();
  for (const value of [secret.text, secret.code]) {
    // An encoded form is never shorter than the value: "OK" cannot contain a code of four digits.
    if (masked.length < value.length) continue;
    for (const spelling of spellings(value, masked)) masked = masked.replaceAll(spelling, "***");
  }
  return masked.slice(0, RESPONSE_LENGTH).toWellFormed();
}

/**
 * Only the encodings that can occur in these words: most words contain no escapes, and producing all encodings takes a
 * millisecond.
 */
function spellings(value: string, words: string): Iterable<string> {
  const plain = [value];
  // Four hexadecimal digits for each UTF-16 unit.
  if (words.length >= 4 * value.length) {
    const hex = Buffer.from(value, "utf16le").swap16().toString("hex");
    plain.push(hex, hex.toUpperCase());
  }
  // No encoding escapes letters and digits, of which nearly every code consists.
  if (/^[0-9A-Za-z]*$/.test(value)) return plain;
  const once = new Set([
    ...plain,
    ...(/[%+]/.test(words) ? addresses(value) : []),
    ...(words.includes("&") ? markups(value) : []),
  ]);
  if (!words.includes("\\")) return once;
  const inJson = [...once].flatMap(jsons);
  // A JSON request may be echoed as a string in a JSON answer, and is then escaped twice.
  const twice = words.includes("\\\\") ? jsons(value).flatMap(jsons) : [];
  return new Set([...once, ...inJson, ...twice]);
}

function addresses(value: string): string[] {
  const uri = encodeURIComponent(value);
  // Forms also escape characters that URLs leave unchanged.
  const form = uri.replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return [uri, form]
    .flatMap((each) => [each, each.replaceAll("%20", "+")])
    .flatMap((each) => [each, each.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())]);
}

/** As escaped by the JSON encoders of several languages, without quotes. */
function jsons(value: string): string[] {
  const plain = JSON.stringify(value).slice(1, -1);
  const forms = [
    plain,
    // Python and PHP.
    unicode(plain, /[^\0-\x7e]/g),
    // Go, and PHP with the corresponding options.
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
    // In text, unlike in attributes, quotes are not escaped.
    value.replace(/[<>&]/g, (c) => named[c]!),
  ];
}
