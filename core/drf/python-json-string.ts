/** A ValueError of `json.loads`; `at` is a position in code points, null where the text names none. */
export class ScanFault extends Error {
  readonly at: number | null;

  constructor(message: string, at: number | null) {
    super(message);
    this.at = at;
  }

  /** The text of the error as `str(exception)` gives it. */
  describe(source: Uint32Array): string {
    if (this.at === null) return this.message;
    let line = 1;
    let lineStart = 0;
    for (let i = 0; i < this.at; i++) {
      if (source[i] === 0x0a) {
        line++;
        lineStart = i + 1;
      }
    }
    return `${this.message}: line ${line} column ${this.at - lineStart + 1} (char ${this.at})`;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

const ESCAPES: ReadonlyMap<number, string> = new Map(
  Object.entries({ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }).map(
    ([letter, char]) => [letter.charCodeAt(0), char],
  ),
);

/** scanstring_unicode() of Modules/_json.c, strict: reads from behind the opening quote to behind the closing one. */
export function scanString(source: Uint32Array, from: number): { value: string; end: number } {
  let value = "";
  let at = from;
  for (;;) {
    const stop = plainEnd(source, at);
    for (let i = at; i < stop; i++) value += String.fromCodePoint(source[i]!);
    const letter = source[stop + 1];
    if (source[stop] === QUOTE) return { value, end: stop + 1 };
    if (stop === source.length || letter === undefined)
      throw new ScanFault("Unterminated string starting at", from - 1);
    if (letter === LETTER_U) {
      const escaped = unicodeEscape(source, stop + 2);
      value += String.fromCodePoint(escaped.code);
      at = escaped.end;
    } else {
      const char = ESCAPES.get(letter);
      if (char === undefined) throw new ScanFault("Invalid \\escape", stop);
      value += char;
      at = stop + 2;
    }
  }
}

function plainEnd(source: Uint32Array, from: number): number {
  let i = from;
  for (; i < source.length; i++) {
    const code = source[i]!;
    if (code === QUOTE || code === BACKSLASH) break;
    if (code <= 0x1f) throw new ScanFault("Invalid control character at", i);
  }
  return i;
}

/** `from` is the first of four hex digits. A pair of escapes that makes one character is read as one. */
function unicodeEscape(source: Uint32Array, from: number): { code: number; end: number } {
  let end = from + 4;
  if (end >= source.length) throw new ScanFault("Invalid \\uXXXX escape", from - 1);
  const code = fourHex(source, from);
  const isHigh = code >= 0xd800 && code <= 0xdbff;
  if (isHigh && end + 6 < source.length && source[end] === BACKSLASH && source[end + 1] === LETTER_U) {
    const low = fourHex(source, end + 2);
    if (low >= 0xdc00 && low <= 0xdfff) {
      end += 6;
      return { code: 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00), end };
    }
  }
  return { code, end };
}

function fourHex(source: Uint32Array, from: number): number {
  let code = 0;
  for (let i = from; i < from + 4; i++) {
    const digit = Number.parseInt(String.fromCodePoint(source[i]!), 16);
    if (Number.isNaN(digit)) throw new ScanFault("Invalid \\uXXXX escape", from - 1);
    code = code * 16 + digit;
  }
  return code;
}
