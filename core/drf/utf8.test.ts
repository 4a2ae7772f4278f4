import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8 } from "#core/drf/utf8.ts";

const text = (bytes: number[]) => decodeUtf8(Uint8Array.from(bytes));

// str(error) of CPython 3.11's bytes.decode("utf-8").
test.each([
  [[0xff], "byte 0xff in position 0: invalid start byte"],
  [[0x61, 0x80], "byte 0x80 in position 1: invalid start byte"],
  [[0xc3, 0x28], "byte 0xc3 in position 0: invalid continuation byte"],
  [[0x61, 0xe2, 0x82, 0x28], "bytes in position 1-2: invalid continuation byte"],
  [[0xf0, 0x9f, 0x98, 0x28], "bytes in position 0-2: invalid continuation byte"],
  [[0xed, 0xa0, 0x80], "byte 0xed in position 0: invalid continuation byte"],
  [[0xf4, 0x90, 0x80, 0x80], "byte 0xf4 in position 0: invalid continuation byte"],
])("%j", (bytes, error) => {
  expect(text(bytes)).toEqual({ ok: false, error: `'utf-8' codec can't decode ${error}` });
});

test("a truncated last character leaves the text before it", () => {
  expect(text([0x61, 0xf0, 0x9f, 0x98])).toEqual({
    ok: true,
    text: "a",
    truncated: "'utf-8' codec can't decode bytes in position 1-3: unexpected end of data",
  });
});

test("a byte order mark stays in the text", () => {
  expect(text([0xef, 0xbb, 0xbf, 0x61])).toEqual({ ok: true, text: "\ufeffa", truncated: null });
});

test("encoded text decodes to itself; every truncation of it decodes to a prefix", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(), (original, cut) => {
      const bytes = new TextEncoder().encode(original);
      expect(decodeUtf8(bytes)).toEqual({ ok: true, text: original, truncated: null });
      const part = decodeUtf8(bytes.subarray(0, cut % (bytes.length + 1)));
      expect(part.ok && original.startsWith(part.text)).toBe(true);
    }),
  );
});

test("it refuses exactly what TextDecoder refuses", () => {
  const strict = new TextDecoder("utf-8", { fatal: true });
  const unit = fc.constantFrom(
    0x41,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc1,
    0xc2,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 6 }), (bytes) => {
      const decoded = text(bytes);
      const valid = decoded.ok && decoded.truncated === null;
      let accepted = true;
      try {
        strict.decode(Uint8Array.from(bytes));
      } catch {
        accepted = false;
      }
      expect(valid).toBe(accepted);
    }),
    { numRuns: 1_000 },
  );
});
