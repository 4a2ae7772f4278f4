import { loads, MAX_DEPTH } from "#core/drf/python-json.ts";
import type { PythonValue } from "#core/drf/python-value.ts";
import { decodeUtf8 } from "#core/drf/utf8.ts";

export type Body = { ok: true; value: PythonValue } | { ok: false; error: string };

/**
 * Reads a request's body as the framework's JSONParser does, or returns the text that follows "JSON parse error - ". Of
 * an object only the keys in `names` are guaranteed to be present. An unknown charset counts as UTF-8, as in Django.
 */
export function readBody(bytes: Uint8Array, names: readonly string[], charset?: string): Body {
  return read(bytes, names, charset);
}

/** The same, with every key of an object. */
export function readWholeBody(bytes: Uint8Array, charset?: string): Body {
  return read(bytes, null, charset);
}

function read(bytes: Uint8Array, names: readonly string[] | null, charset = "utf-8"): Body {
  if (asciiNames.has(charset.toLowerCase())) {
    const fault = bytes.findIndex((byte) => byte > 0x7f);
    if (fault >= 0) return { ok: false, error: notAscii(bytes[fault]!, fault) };
    return loads(fromLatin1(bytes));
  }
  const decode = decoderFor(charset.toLowerCase());
  if (decode !== null) {
    const text = decode(bytes);
    return text === null
      ? { ok: false, error: `the body is not valid ${charset.toLowerCase()}` }
      : loads(text);
  }
  const decoded = decodeUtf8(bytes);
  if (!decoded.ok) return decoded;
  if (decoded.truncated === null) {
    const value = names && readPlain(decoded.text, names);
    return value === null ? loads(decoded.text) : { ok: true, value };
  }
  const loaded = loads(decoded.text);
  // The framework's stream reader drops a last character that is cut short. Where that makes the JSON fail its answer
  // is the same here; where it does not, invalid UTF-8 is still a fault.
  return loaded.ok ? { ok: false, error: decoded.truncated } : loaded;
}

// What distinguishes a JSON float from an int. A match inside a string only causes the slower path.
const floatMark = /[0-9][.eE]/;

/**
 * Uses JSON.parse, which is ten times as fast, where the result cannot differ from Python's: an object too short to be
 * nested too deeply, whose named values are no containers, no floats and no ints that a double would round. Otherwise
 * null.
 */
export function readPlain(text: string, names: readonly string[]): Map<string, PythonValue> | null {
  if (text.length >= MAX_DEPTH || floatMark.test(text)) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return null;
  const result = new Map<string, PythonValue>();
  for (const name of names) {
    if (!Object.hasOwn(parsed, name)) continue;
    const value = (parsed as Record<string, unknown>)[name];
    if (typeof value === "number") {
      if (!Number.isSafeInteger(value)) return null;
      result.set(name, BigInt(value));
    } else if (typeof value === "string" || typeof value === "boolean" || value === null) {
      result.set(name, value);
    } else {
      return null;
    }
  }
  return result;
}

const latin1Names: ReadonlySet<string> = new Set([
  "latin-1",
  "latin1",
  "latin_1",
  "iso-8859-1",
  "iso8859-1",
  "l1",
]);

/** To TextDecoder these are windows-1252, which would make other letters of a text in UTF-8 instead of refusing it. */
const asciiNames: ReadonlySet<string> = new Set(["ascii", "us-ascii", "us_ascii"]);

function notAscii(byte: number, position: number): string {
  const hex = byte.toString(16).padStart(2, "0");
  return `'ascii' codec can't decode byte 0x${hex} in position ${position}: ordinal not in range(128)`;
}

/**
 * A decoder that returns null for bytes that are invalid in the charset; null instead of a decoder stands for UTF-8.
 */
function decoderFor(charset: string): ((bytes: Uint8Array) => string | null) | null {
  if (charset === "utf-8" || charset === "utf8") return null;
  if (latin1Names.has(charset)) return fromLatin1;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
  } catch {
    return null;
  }
  if (decoder.encoding === "utf-8") return null;
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      return null;
    }
  };
}

// TextDecoder's "latin1" is windows-1252, Python's is the first 256 code points.
function fromLatin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
