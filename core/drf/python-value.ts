/**
 * What `json.loads` can return, kept apart where JavaScript would blur it: a Python int is a `bigint`, a float a
 * `number`, a dict a `Map` (which, unlike an object, keeps the order of keys such as "1" and has no prototype).
 */
export type PythonValue =
  | null
  | boolean
  | string
  | bigint
  | number
  | PythonValue[]
  | Map<string, PythonValue>;

// str.isspace() of CPython 3.11. JavaScript's trim() differs: it takes U+FEFF and leaves U+001C to U+001F and U+0085.
export const PYTHON_SPACE =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const isSpace = new RegExp(`[${PYTHON_SPACE}]`);

/** `str.strip()` without arguments. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace.test(text[start]!)) start++;
  while (end > start && isSpace.test(text[end - 1]!)) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** `len(str)`: code points, a lone surrogate counts as one. */
export function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.codePointAt(i)! > 0xffff) i++;
    count++;
  }
  return count;
}

/** `type(value).__name__`. */
export function typeName(value: PythonValue): string {
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (value instanceof Map) return "dict";
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return "float";
    default:
      return "str";
  }
}

/** `str(value)`: a string is itself, everything else is its `repr`. */
export function str(value: PythonValue): string {
  return typeof value === "string" ? value : repr(value);
}

/** `repr(value)`. Characters newer than CPython's Unicode 14 print as they are where 3.11 would escape them. */
export function repr(value: PythonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return reprString(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return reprFloat(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  return `{${Array.from(value, ([key, item]) => `${reprString(key)}: ${repr(item)}`).join(", ")}}`;
}

/** `repr(float)`: the shortest digits that read back the same, an exponent below 1e-4 and from 1e16 on. */
function reprFloat(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "inf";
  if (value === Number.NEGATIVE_INFINITY) return "-inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa, power] = Math.abs(value).toExponential().split("e") as [string, string];
  const exponent = Number(power);
  const digits = mantissa.replace(".", "");
  if (exponent < -4 || exponent >= 16) {
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

function reprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) out += char === quote ? `\\${char}` : reprCharacter(char);
  return out + quote;
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

// str.isprintable(): every "other" and "separator" category but the space itself.
const unprintable = /^[\p{C}\p{Z}]$/u;

function reprCharacter(char: string): string {
  const short = SHORT_ESCAPES.get(char);
  if (short !== undefined) return short;
  if (char === " " || !unprintable.test(char)) return char;
  const code = char.codePointAt(0)!;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
