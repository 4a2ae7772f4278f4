import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeText, readAnswer } from "./answer.ts";

async function* parts(...all: Uint8Array[]) {
  yield* all;
}
const read = (bytes: Uint8Array, headers: Record<string, string> = {}) => readAnswer(headers, parts(bytes));

describe("a compressed answer is decoded", () => {
  const text = '{"ok":true,"id":12160805104052552451}';
  test.each([
    ["gzip", gzipSync(text)],
    ["X-GZIP", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    ["zstd", zstdCompressSync(text)],
    ["identity", Buffer.from(text)],
    ["gzip, br", brotliCompressSync(gzipSync(text))],
  ])("%s", async (coding, bytes) => {
    expect(await read(bytes, { "content-encoding": coding })).toEqual({ text, whole: true });
    const cut = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(await readAnswer({ "content-encoding": coding }, parts(...cut))).toEqual({ text, whole: true });
  });

  test("an empty answer is empty in any encoding", async () => {
    expect(await read(Buffer.alloc(0), { "content-encoding": "gzip" })).toEqual({ text: "", whole: true });
  });

  test.each([
    ["gzip", gzipSync(text).subarray(0, 30)],
    ["gzip", Buffer.from(text)],
    ["br", Buffer.from("not brotli at all")],
    ["compress", Buffer.from(text)],
    ["gzip, gzip, gzip, gzip, gzip", Buffer.from(text)],
  ])("invalid %s cannot be read", async (coding, bytes) => {
    await expect(read(bytes, { "content-encoding": coding })).rejects.toThrow();
  });

  test.each([
    ["gzip", gzipSync(Buffer.alloc(50_000_000, 120))],
    ["br", brotliCompressSync(Buffer.alloc(50_000_000, 120))],
    ["zstd", zstdCompressSync(Buffer.alloc(50_000_000, 120))],
    ["gzip, gzip", gzipSync(gzipSync(Buffer.alloc(50_000_000, 120)))],
  ])("of a bomb in %s only the beginning", async (coding, bytes) => {
    const answer = await read(bytes, { "content-encoding": coding });
    expect([answer.text.length, answer.whole]).toEqual([64 * 1024, false]);
  });
});

describe("text is decoded by its charset", () => {
  const arabic = "تم الإرسال بنجاح";
  const utf16le = (text: string) => Buffer.from(text, "utf16le");
  const utf16be = (text: string) => utf16le(text).swap16();
  /** By the tables of the Unicode Consortium. */
  const windows1256 = Buffer.from([0xca, 0xe3]);
  const iso88596 = Buffer.from([0xca, 0xe5]);

  test.each([
    ["UTF-8", Buffer.from(arabic), "text/plain", arabic],
    ["a mark of UTF-8", Buffer.from(`\ufeff${arabic}`), "text/plain; charset=windows-1256", arabic],
    ["a mark of UTF-16BE", utf16be(`\ufeff${arabic}`), "text/plain", arabic],
    ["a mark of UTF-16LE", utf16le(`\ufeff${arabic}`), "text/plain; charset=utf-16", arabic],
    ["UTF-16LE by the header", utf16le(arabic), "text/plain; charset=UTF-16LE", arabic],
    ["UTF-16BE by its zeros", utf16be("OK 1"), "text/plain; charset=utf-16", "OK 1"],
    ["UTF-16LE by its zeros", utf16le('{"a":1}'), "application/json", '{"a":1}'],
    ["windows-1256", windows1256, 'text/html; Charset="Windows-1256"', "تم"],
    ["ISO-8859-6", iso88596, "text/xml;charset=ISO-8859-6", "تم"],
    [
      "an XML declaration",
      Buffer.concat([Buffer.from('<?xml version="1.0" encoding="windows-1256"?><a>'), windows1256]),
      "text/xml",
      '<?xml version="1.0" encoding="windows-1256"?><a>تم',
    ],
    [
      "HTML's meta",
      Buffer.concat([Buffer.from("<meta charset=iso-8859-6>"), iso88596]),
      "text/html",
      "<meta charset=iso-8859-6>تم",
    ],
  ])("%s", (_, bytes, contentType, text) => {
    expect(decodeText(bytes, contentType)).toEqual({ text, faithful: true });
  });

  test.each([
    ["windows-1256 that nobody declares", windows1256, "text/plain"],
    ["a charset that there is not", Buffer.from("OK"), "text/plain; charset=x-carrier"],
    ["UTF-16 of an unknown byte order", utf16be(arabic), "text/plain; charset=utf-16"],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x4f, 0, 0, 0]), "text/plain"],
  ])("%s is not trusted", (_, bytes, contentType) => {
    expect(decodeText(bytes, contentType).faithful).toBe(false);
  });
});
