/**
 * What an edit is based on, so that of two people who edit the same thing the second does not overwrite the first
 * without knowing: either the values with which the form was opened, or the id of the change that the author was shown
 * and decided to overwrite. Without either, as from the command line, an edit is applied unconditionally.
 */
export type Basis = { was?: Record<string, string> | undefined; over?: number | undefined } | undefined;

/** Values in the form in which they are compared: as the texts that a form shows, empty where there is no value. */
export function textsOf(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, textOf(value)]));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Whether the values with which an edit began are still the current ones. Fields it does not name may have changed. */
export function isAsItWas(was: Record<string, string>, now: Record<string, unknown>): boolean {
  const texts = textsOf(now);
  // A text area uses the line endings of its system.
  const plain = (text: string | undefined) => text?.replaceAll("\r\n", "\n");
  return Object.entries(was).every(([field, text]) => plain(texts[field]) === plain(text));
}
