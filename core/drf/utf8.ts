/** `truncated`: CPython's error for a last character that is cut short, which a stream reader would wait for. */
export type Utf8 = { ok: true; text: string; truncated: string | null } | { ok: false; error: string };

// ignoreBOM keeps U+FEFF in the text: Python's JSON reader has an error of its own for it.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes as CPython's stream reader does; the errors are the texts of its UnicodeDecodeError. */
export function decodeUtf8(bytes: Uint8Array): Utf8 {
  try {
    return { ok: true, text: decoder.decode(bytes), truncated: null };
  } catch {
    const fault = firstFault(bytes);
    const error = explain(bytes, fault);
    if (fault.reason !== "unexpected end of data") return { ok: false, error };
    return { ok: true, text: decoder.decode(bytes.subarray(0, fault.start)), truncated: error };
  }
}

type Fault = {
  start: number;
  end: number;
  reason: "invalid start byte" | "invalid continuation byte" | "unexpected end of data";
};

function explain(bytes: Uint8Array, { start, end, reason }: Fault): string {
  if (end === start + 1) {
    const hex = bytes[start]!.toString(16).padStart(2, "0");
    return `'utf-8' codec can't decode byte 0x${hex} in position ${start}: ${reason}`;
  }
  return `'utf-8' codec can't decode bytes in position ${start}-${end - 1}: ${reason}`;
}

function firstFault(bytes: Uint8Array): Fault {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i]!;
    const length = sequenceLength(lead);
    if (length === 0) return { start: i, end: i + 1, reason: "invalid start byte" };
    for (let k = 1; k < length; k++) {
      const byte = bytes[i + k];
      if (byte === undefined) return { start: i, end: bytes.length, reason: "unexpected end of data" };
      if (k === 1 && cutShortSurrogate(bytes, i)) {
        return { start: i, end: bytes.length, reason: "unexpected end of data" };
      }
      if (!continues(lead, k, byte)) return { start: i, end: i + k, reason: "invalid continuation byte" };
    }
    i += length;
  }
  throw new Error("firstFault was given valid UTF-8");
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

// CPython's incremental decoder waits for the third byte of an encoded surrogate although none can make it valid.
function cutShortSurrogate(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xed && at + 2 === bytes.length && bytes[at + 1]! >= 0xa0 && bytes[at + 1]! <= 0xbf;
}

// Only the first continuation byte has a narrower range: no overlong forms, no surrogates, nothing above U+10FFFF.
function continues(lead: number, position: number, byte: number): boolean {
  if (byte < 0x80 || byte > 0xbf) return false;
  if (position > 1) return true;
  if (lead === 0xe0) return byte >= 0xa0;
  if (lead === 0xed) return byte < 0xa0;
  if (lead === 0xf0) return byte >= 0x90;
  return lead !== 0xf4 || byte < 0x90;
}
