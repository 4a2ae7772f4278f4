import { PYTHON_SPACE } from "#core/drf/python-value.ts";

// The zeros of Unicode 14's decimal digits, CPython 3.11's: each starts a run of ten.
const ZEROS: readonly number[] = [
  0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50,
  0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40,
  0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0,
  0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50,
  0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950,
  0x1fbf0,
];

// int() takes str.isspace() around the digits but for U+001C to U+001F, which C's isspace() does not know.
const INT_SPACE = PYTHON_SPACE.replace("\\x1c-\\x20", "\\x20");
const intLiteral = new RegExp(`^[${INT_SPACE}]*([+-]?)([0-9]+(?:_[0-9]+)*)[${INT_SPACE}]*$`);

/** Python's `int(text)` in base ten; null where it raises ValueError. The caller bounds the length. */
export function parseInt10(text: string): bigint | null {
  let ascii = "";
  for (const char of text) ascii += asciiDigit(char);
  const match = intLiteral.exec(ascii);
  if (match === null) return null;
  const digits = BigInt(match[2]!.replaceAll("_", ""));
  return match[1] === "-" ? -digits : digits;
}

function asciiDigit(char: string): string {
  const code = char.codePointAt(0)!;
  if (code < 0x660) return char;
  for (const zero of ZEROS) {
    if (code >= zero && code <= zero + 9) return String(code - zero);
  }
  return char;
}
