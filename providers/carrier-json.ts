/** A JSON value as returned by `parseCarrierJson`: numbers are text. */
export type CarrierJson = string | boolean | null | CarrierJson[] | { [name: string]: CarrierJson };

/**
 * The reviver of ECMAScript 2026 ("JSON.parse source text access"), which TypeScript's library does not declare yet.
 */
type ReviverWithSource = (
  this: unknown,
  name: string,
  value: unknown,
  context: { source?: string },
) => unknown;

const keepDigits: ReviverWithSource = (_, value, { source }) =>
  typeof value === "number" ? (source ?? String(value)) : value;

/**
 * Parses a carrier's JSON and returns each number as its source text. Carriers number their messages beyond 2^53; read
 * as a JavaScript number, such an id would become that of another message.
 *
 * Objects are plain ones: look fields up with `Object.hasOwn`, since a name such as `__proto__` is a field like any
 * other.
 *
 * @throws SyntaxError if the text is not JSON, or is nested too deeply.
 */
export function parseCarrierJson(text: string): CarrierJson {
  try {
    return JSON.parse(text, keepDigits as (name: string, value: unknown) => unknown);
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError("nested too deeply");
    throw error;
  }
}
