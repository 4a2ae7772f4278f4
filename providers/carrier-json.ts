/** A value of JSON as `parseCarrierJson` gives it: numbers are text. */
export type CarrierJson = string | boolean | null | CarrierJson[] | { [name: string]: CarrierJson };

/** The reviver of ECMAScript 2026 ("JSON.parse source text access"), which TypeScript's library does not describe yet. */
type ReviverWithSource = (
  this: unknown,
  name: string,
  value: unknown,
  context: { source?: string },
) => unknown;

const keepDigits: ReviverWithSource = (_, value, { source }) =>
  typeof value === "number" ? (source ?? String(value)) : value;

/**
 * Parses a carrier's JSON and gives each number as the text that stands there. Carriers number their messages beyond
 * 2^53; read as a JavaScript number, such an id becomes that of another message.
 *
 * Objects are plain ones: look their fields up with `Object.hasOwn`, a name such as `__proto__` is a field like others.
 *
 * @throws SyntaxError where the text is not JSON, or is nested too deeply to be read.
 */
export function parseCarrierJson(text: string): CarrierJson {
  try {
    return JSON.parse(text, keepDigits as (name: string, value: unknown) => unknown);
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError("nested too deeply");
    throw error;
  }
}
