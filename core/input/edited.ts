/**
 * What an edit is based on, so that of two people who edit one thing the second does not overwrite the first unawares:
 * the values that the form began with, or the id of the change that its author was told of and overwrites. Without
 * either, as from the command line, an edit counts whatever it finds.
 */
export type Basis = { was?: Record<string, string> | undefined; over?: number | undefined } | undefined;

/** Values as they are compared: what a form shows of them, which has texts alone, and none where nothing is. */
export function textsOf(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, textOf(value)]));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Whether the values with which an edit began are those that are there now. A field that it does not name may change. */
export function isAsItWas(was: Record<string, string>, now: Record<string, unknown>): boolean {
  const texts = textsOf(now);
  // A text area gives its line ends as its system does.
  const plain = (text: string | undefined) => text?.replaceAll("\r\n", "\n");
  return Object.entries(was).every(([field, text]) => plain(texts[field]) === plain(text));
}
