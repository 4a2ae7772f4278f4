import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { REPORT_BODY_LIMIT } from "#core/api/details.ts";
import { parseCarrierJson } from "../carrier-json.ts";
import { trimmed } from "./carrier-id.ts";
import type { ReportBody } from "./field.ts";
import { parseReportXml } from "./report-xml.ts";

/**
 * A body that does not conform to its format. The message may be sent to the carrier: it quotes nothing of the body.
 */
export class UnreadableBody extends Error {}

/**
 * Parses a report's body by its content: JSON, XML, multipart or a form. The media type is used only if the content is
 * ambiguous, because carriers are careless with it (PHP sends everything as `application/x-www-form-urlencoded`).
 *
 * @throws UnreadableBody
 */
export async function readReportBody(sent: Uint8Array, contentType: string): Promise<ReportBody> {
  const bytes = isGzip(sent) ? await gunzipped(sent) : sent;
  const text = trimmed(decoded(bytes, contentType));
  const start = text[0];
  const boundary = boundaryOf(text);
  if (start === undefined) return null;
  if (boundary !== undefined) return readMultipart(bytes, boundary);
  if (start === "<") return orUnreadable("XML", () => parseReportXml(text));
  if (start === "{" || start === "[" || (/json/i.test(contentType) && !/[=%]/.test(text))) {
    return orUnreadable("JSON", () => parseCarrierJson(text));
  }
  return readForm(text);
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The size limit also applies to the decompressed data: a kilobyte can expand to a megabyte. */
async function gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: REPORT_BODY_LIMIT });
  } catch {
    throw new UnreadableBody("The body is not gzip of at most 1 MiB.");
  }
}

/** JSON that was form-encoded without a field becomes the name of a single field. */
function readForm(text: string): ReportBody {
  const form = new URLSearchParams(text);
  const [[name, value] = ["", ""], another] = [...form];
  if (another || value !== "" || !/^\s*[{[]/.test(name)) return form;
  try {
    return parseCarrierJson(name);
  } catch {
    return form;
  }
}

function orUnreadable(language: string, parse: () => ReportBody): ReportBody {
  try {
    return parse();
  } catch {
    throw new UnreadableBody(`The body is not ${language}.`);
  }
}

/** A multipart body begins with its boundary, whatever the header says. */
function boundaryOf(text: string): string | undefined {
  const [, boundary] = /^--([\w'()+,./:=? -]{1,70})\r?\n(?=content-)/i.exec(text.slice(0, 200)) ?? [];
  return boundary;
}

async function readMultipart(bytes: Uint8Array, boundary: string): Promise<URLSearchParams> {
  const headers = { "content-type": `multipart/form-data; boundary="${boundary}"` };
  const form = new URLSearchParams();
  try {
    for (const [name, value] of await new Response(new Uint8Array(bytes), { headers }).formData()) {
      form.append(name, typeof value === "string" ? value : await value.text());
    }
  } catch {
    throw new UnreadableBody("The body is not multipart/form-data.");
  }
  return form;
}

/** Decodes by the byte order mark, the charset of the media type or of the XML declaration; UTF-8 by default. */
function decoded(bytes: Uint8Array, contentType: string): string {
  const marked =
    bytes[0] === 0xfe && bytes[1] === 0xff
      ? "utf-16be"
      : bytes[0] === 0xff && bytes[1] === 0xfe
        ? "utf-16le"
        : undefined;
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const named =
    /;\s*charset\s*=\s*"?([\w:.-]+)/i.exec(contentType)?.[1] ??
    /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w:.-]+)/i.exec(head)?.[1];
  try {
    return new TextDecoder(marked ?? named).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
