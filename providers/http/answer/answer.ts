import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";

/** The maximum read of an answer, both as received and as decoded: it is only matched and quoted. */
const ANSWER_BYTES = 64 * 1024;
/** The maximum number of nested content codings. */
const MOST_CODINGS = 4;

/** A provider's answer. */
export interface Answer {
  text: string;
  /** Whether the text is complete and correctly decoded. Otherwise the absence of something proves nothing. */
  whole: boolean;
}

type Headers = Record<string, string | string[] | undefined>;

/** An answer was received but cannot be read. Only its status code is reported. */
export class Unreadable extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface Read {
  bytes: Buffer;
  whole: boolean;
}

/** @throws Unreadable if a content coding is unknown or the data do not conform to it; also the stream's errors. */
export async function readAnswer(headers: Headers, body: AsyncIterable<Uint8Array>): Promise<Answer> {
  let read = await firstBytes(body);
  const codings = listed(headers["content-encoding"]);
  if (codings.length > MOST_CODINGS) throw new Unreadable("too many content codings");
  // The coding named last was applied last.
  for (const coding of codings.reverse()) read = await decoded(read, coding);
  const { text, faithful } = decodeText(read.bytes, [headers["content-type"]].flat().join(", "));
  return { text, whole: read.whole && faithful };
}

const listed = (header: string | string[] | undefined) =>
  [header ?? []]
    .flat()
    .join(",")
    .split(",")
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "" && each !== "identity");

async function firstBytes(source: AsyncIterable<Uint8Array>): Promise<Read> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of source) {
    parts.push(part);
    size += part.length;
    if (size >= ANSWER_BYTES) break;
  }
  return { bytes: Buffer.concat(parts).subarray(0, ANSWER_BYTES), whole: size < ANSWER_BYTES };
}

const decoders = {
  gzip: () => createGunzip(),
  "x-gzip": () => createGunzip(),
  /** "deflate" is specified as the zlib format; some servers leave out the zlib header. */
  deflate: ([first = 0, second = 0]: Uint8Array) =>
    (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0 ? createInflate() : createInflateRaw(),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress(),
};

/** Limits the decoded size like that of any answer: a few compressed bytes can expand to gigabytes. */
async function decoded(read: Read, coding: string): Promise<Read> {
  if (read.bytes.length === 0) return read;
  if (!Object.hasOwn(decoders, coding)) throw new Unreadable("unknown content coding");
  const decoder = decoders[coding as keyof typeof decoders](read.bytes);
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    decoder.end(read.bytes);
    for await (const part of decoder as AsyncIterable<Uint8Array>) {
      parts.push(part);
      size += part.length;
      if (size >= ANSWER_BYTES) break;
    }
  } catch {
    // If only the beginning was read, the decoder rightly reports a missing end.
    if (read.whole) throw new Unreadable("content coding broken");
  }
  return {
    bytes: Buffer.concat(parts).subarray(0, ANSWER_BYTES),
    whole: read.whole && size < ANSWER_BYTES,
  };
}

/**
 * Decodes text by its byte order mark, else the header's charset, else the document's own declaration, else as UTF-8.
 * `faithful` is false if the charset is uncertain or the bytes are invalid in it.
 */
export function decodeText(bytes: Uint8Array, contentType: string): { text: string; faithful: boolean } {
  const certain = byMark(bytes) ?? byZeros(bytes);
  const charset =
    certain ??
    /;\s*charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1] ??
    /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(asAscii(bytes))?.[1] ??
    /<meta\s[^>]*?charset\s*=\s*["']?([\w.:-]+)/i.exec(asAscii(bytes))?.[1] ??
    "utf-8";
  // Standards disagree about the byte order of "utf-16" without a byte order mark.
  const ambiguous = certain === undefined && /^(utf-16|ucs-2|unicode)$/i.test(charset);
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    // Text contains no NULs: their presence means that the assumed encoding is wrong, for instance that it is UTF-32.
    return { text, faithful: !ambiguous && !text.includes("\0") };
  } catch (error) {
    // RangeError: unknown charset. Its ASCII characters can still be read.
    const label = error instanceof RangeError ? "utf-8" : charset;
    return { text: new TextDecoder(label).decode(bytes), faithful: false };
  }
}

const asAscii = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 1024)).toString("latin1");

function byMark([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  return undefined;
}

/** Detects UTF-16 without a byte order mark: JSON, XML or a word begins with ASCII, so every other byte is 0. */
function byZeros(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a && b === 0 && c && d === 0) return "utf-16le";
  if (a === 0 && b && c === 0 && d) return "utf-16be";
  return undefined;
}
