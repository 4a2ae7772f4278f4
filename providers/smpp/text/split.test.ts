import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { gsmSeptets } from "#core/template/gsm-alphabet.ts";
import { measure } from "#core/template/segments.ts";
import { encode } from "./encode.ts";
import { type Part, split } from "./split.ts";

const GSM = Array.from({ length: 0x500 }, (_, code) => String.fromCharCode(code))
  .concat("€")
  .filter((char) => gsmSeptets(char));
const gsmText = fc.array(fc.constantFrom(...GSM), { maxLength: 700 }).map((chars) => chars.join(""));
const anyText = fc.string({ unit: "grapheme", maxLength: 400 }).map((text) => text.toWellFormed());
const long = fc.constantFrom("udh16" as const, "udh8" as const, "sar" as const, "payload" as const);
const reference = fc.nat(2 ** 31);

const bytesOf = ({ shortMessage, hasHeader, payload }: Part) =>
  payload ?? shortMessage.subarray(hasHeader ? shortMessage[0]! + 1 : 0);

const bySeptets = new Map(GSM.map((char) => [String(gsmSeptets(char)), char]));
/** As a phone reads it; it fails where a part ends in the middle of a character. */
function read(bytes: Buffer, dataCoding: 0 | 8): string {
  if (dataCoding === 8) {
    expect(bytes.length % 2).toBe(0);
    const text = Buffer.from(bytes).swap16().toString("utf16le");
    expect(text.isWellFormed()).toBe(true);
    return text;
  }
  let text = "";
  for (let at = 0; at < bytes.length; at++) {
    const septets = bytes[at] === 0x1b ? [0x1b, bytes[++at]!] : [bytes[at]!];
    expect(bySeptets.has(String(septets))).toBe(true);
    text += bySeptets.get(String(septets));
  }
  return text;
}

property.prop([fc.oneof(gsmText, anyText), long, reference])(
  "parts that are joined again give the text, and none ends inside a character",
  (text, how, ref) => {
    const encoded = encode(text, "gsm");
    const parts = split(encoded, how, ref)!;
    expect(parts.map((part) => read(bytesOf(part), encoded.dataCoding)).join("")).toBe(text);
    expect(encoded.dataCoding).toBe(measure(text).encoding === "GSM-7" ? 0 : 8);
    for (const { shortMessage, hasHeader, payload } of parts) {
      // 140 octets of a short message: unpacked septets are seven eighths of a byte each.
      const header = hasHeader ? shortMessage[0]! + 1 : 0;
      const room = encoded.dataCoding === 8 ? 140 - header : Math.floor(((140 - header) * 8) / 7);
      expect(shortMessage.length - header).toBeLessThanOrEqual(room);
      if (payload) expect(shortMessage).toHaveLength(0);
    }
    // As many as are charged; by SAR parameters the carrier's header may make one more.
    const { segments } = measure(text);
    if (how === "udh8" || how === "udh16") expect(parts).toHaveLength(segments);
    if (how === "sar") expect(parts.length - segments).toBeLessThanOrEqual(Math.ceil(segments / 50));
  },
);

property.prop([gsmText, fc.constantFrom("latin1" as const, "ascii" as const)])(
  "other alphabets say what they can, and the rest is UCS-2",
  (text, alphabet) => {
    const encoded = encode(text, alphabet);
    const isSaid = alphabet === "ascii" ? /^[\0-\x7f]*$/.test(text) : /^[\0-\xff]*$/.test(text);
    expect(encoded.dataCoding).toBe(isSaid ? 0 : 8);
    const bytes = Buffer.concat(encoded.characters.map((each) => each.bytes));
    if (isSaid) expect(bytes.toString("latin1")).toBe(text);
  },
);

property.prop([
  fc.integer({ min: 161, max: 2_000 }),
  fc.constantFrom("udh16" as const, "udh8" as const),
  reference,
])("the headers of a text's parts have one reference, and count from 1", (length, how, ref) => {
  const parts = split(encode("x".repeat(length), "gsm"), how, ref)!;
  const tails = parts.map(({ shortMessage }) => [...shortMessage.subarray(0, shortMessage[0]! + 1)].slice(3));
  // Where 16 bits would make a part more than is charged, it has 8.
  const isShort = how === "udh8" || Math.ceil(length / 152) > Math.ceil(length / 153);
  const own = isShort ? [ref & 0xff] : [(ref >> 8) & 0xff, ref & 0xff];
  expect(tails).toEqual(parts.map((_, index) => [...own, parts.length, index + 1]));
});

test.each([
  ["x".repeat(304), 2, 6],
  ["x".repeat(305), 2, 5],
  ["x".repeat(306), 2, 5],
  ["x".repeat(307), 3, 6],
  ["ر".repeat(132), 2, 6],
  ["ر".repeat(133), 2, 5],
  ["ر".repeat(135), 3, 6],
])("a text is never sent in more parts than are charged (%#)", (text, count, headerLength) => {
  const parts = split(encode(text, "gsm"), "udh16", 7)!;
  expect(measure(text).segments).toBe(count);
  expect(parts.map(({ shortMessage }) => shortMessage[0])).toEqual(Array(count).fill(headerLength));
});

test("a text of more than 255 parts is refused", () => {
  expect(split(encode("x".repeat(153 * 255), "gsm"), "udh16", 1)).toHaveLength(255);
  expect(split(encode("x".repeat(153 * 255 + 1), "gsm"), "udh16", 1)).toBeNull();
});

test.each([
  ["é£Ç", "latin1", 0],
  ["é£Ç", "ascii", 8],
  // Not in GSM 03.38, so the carrier could not turn it into that.
  ["ÿ", "latin1", 8],
  ["`", "ascii", 8],
  ["€", "latin1", 8],
  ["€", "gsm", 0],
  ["رمز", "gsm", 8],
] as const)("%s in %s has data_coding %i", (text, alphabet, dataCoding) => {
  expect(encode(text, alphabet).dataCoding).toBe(dataCoding);
});
