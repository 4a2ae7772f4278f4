/**
 * JSON as the framework's JSONRenderer writes it: compact, not ASCII only, but with U+2028 and U+2029 escaped. A lone
 * surrogate, on which the framework fails with a 500, is escaped too.
 */
export function renderJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (char) =>
    char === "\u2028" ? "\\u2028" : "\\u2029",
  );
}
