import { ScanFault, scanString } from "#core/drf/python-json-string.ts";
import type { PythonValue } from "#core/drf/python-value.ts";

/** Our own limit: CPython gives up at about a thousand levels, depending on its stack, and answers 500. */
export const MAX_DEPTH = 900;

// sys.set_int_max_str_digits() of CPython 3.11.
const MAX_INT_DIGITS = 4300;

export type Loaded = { ok: true; value: PythonValue } | { ok: false; error: string };

/**
 * `json.loads(text)` of CPython 3.11 (its C scanner), with Django REST framework's strict constants: the same value,
 * or the text of the ValueError. Positions count code points. It follows Modules/_json.c function by function.
 */
export function loads(text: string): Loaded {
  // An array of code points, because the scanner's positions and look-aheads count them.
  const source = Uint32Array.from(text, (char) => char.codePointAt(0)!);
  try {
    if (source[0] === 0xfeff) throw new ScanFault("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
    const scanner = new Scanner(source);
    const value = scanner.value(scanner.space(0), 0);
    const end = scanner.space(scanner.next);
    if (end !== source.length) throw new ScanFault("Extra data", end);
    return { ok: true, value };
  } catch (fault) {
    if (fault instanceof ScanFault) return { ok: false, error: fault.describe(source) };
    throw fault;
  }
}

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;

const CONSTANTS: readonly (readonly [string, PythonValue])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
];

class Scanner {
  readonly source: Uint32Array;
  /** The position behind the last value read. */
  next = 0;

  constructor(source: Uint32Array) {
    this.source = source;
  }

  space(from: number): number {
    let i = from;
    for (;;) {
      const code = this.source[i];
      if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return i;
      i++;
    }
  }

  value(at: number, depth: number): PythonValue {
    const code = this.source[at];
    if (code === QUOTE) return this.string(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (depth >= MAX_DEPTH) throw new ScanFault(`More than ${MAX_DEPTH} levels of nesting`, at);
      return code === OPEN_BRACE ? this.object(at + 1, depth + 1) : this.array(at + 1, depth + 1);
    }
    for (const [name, value] of CONSTANTS) {
      if (this.startsWith(name, at)) {
        this.next = at + name.length;
        return value;
      }
    }
    for (const name of ["NaN", "Infinity", "-Infinity"]) {
      if (this.startsWith(name, at)) {
        throw new ScanFault(`Out of range float values are not JSON compliant: '${name}'`, null);
      }
    }
    return this.number(at);
  }

  private string(at: number): string {
    const { value, end } = scanString(this.source, at + 1);
    this.next = end;
    return value;
  }

  private startsWith(name: string, at: number): boolean {
    for (let i = 0; i < name.length; i++) if (this.source[at + i] !== name.charCodeAt(i)) return false;
    return true;
  }

  private object(from: number, depth: number): Map<string, PythonValue> {
    const result = new Map<string, PythonValue>();
    let i = this.space(from);
    if (this.source[i] === CLOSE_BRACE) {
      this.next = i + 1;
      return result;
    }
    for (;;) {
      if (this.source[i] !== QUOTE)
        throw new ScanFault("Expecting property name enclosed in double quotes", i);
      const key = this.string(i);
      i = this.space(this.next);
      if (this.source[i] !== COLON) throw new ScanFault("Expecting ':' delimiter", i);
      result.set(key, this.value(this.space(i + 1), depth));
      i = this.space(this.next);
      if (this.source[i] === CLOSE_BRACE) break;
      if (this.source[i] !== COMMA) throw new ScanFault("Expecting ',' delimiter", i);
      i = this.space(i + 1);
    }
    this.next = i + 1;
    return result;
  }

  private array(from: number, depth: number): PythonValue[] {
    const result: PythonValue[] = [];
    let i = this.space(from);
    if (this.source[i] === CLOSE_BRACKET) {
      this.next = i + 1;
      return result;
    }
    for (;;) {
      result.push(this.value(i, depth));
      i = this.space(this.next);
      if (this.source[i] === CLOSE_BRACKET) break;
      if (this.source[i] !== COMMA) throw new ScanFault("Expecting ',' delimiter", i);
      i = this.space(i + 1);
    }
    this.next = i + 1;
    return result;
  }

  private number(start: number): bigint | number {
    let i = start;
    if (this.source[i] === MINUS) i++;
    const first = i;
    if (!this.digit(i)) throw new ScanFault("Expecting value", start);
    // After a leading zero nothing more is read: "01" is the value 0 and extra data.
    i = this.source[i] === ZERO ? i + 1 : this.digits(i);
    const whole = i;
    if (this.source[i] === POINT && this.digit(i + 1)) i = this.digits(i + 1);
    const mark = this.source[i];
    if (mark === 0x65 || mark === 0x45) {
      const signed = this.source[i + 1] === MINUS || this.source[i + 1] === PLUS;
      const exponent = signed ? i + 2 : i + 1;
      if (this.digit(exponent)) i = this.digits(exponent);
    }
    this.next = i;
    let text = "";
    for (let k = start; k < i; k++) text += String.fromCharCode(this.source[k]!);
    if (i > whole) return Number(text);
    if (whole - first > MAX_INT_DIGITS) {
      const limit = `Exceeds the limit (${MAX_INT_DIGITS} digits) for integer string conversion`;
      const remedy = "use sys.set_int_max_str_digits() to increase the limit";
      throw new ScanFault(`${limit}: value has ${whole - first} digits; ${remedy}`, null);
    }
    return BigInt(text);
  }

  private digit(at: number): boolean {
    const code = this.source[at];
    return code !== undefined && code >= ZERO && code <= 0x39;
  }

  private digits(from: number): number {
    let i = from;
    while (this.digit(i)) i++;
    return i;
  }
}
