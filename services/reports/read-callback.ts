import { details } from "#core/api/details.ts";
import { unsupportedMediaType } from "#core/drf/media-type.ts";
import { parseCarrierJson } from "#providers/carrier-json.ts";

interface ReadCallback {
  query: URLSearchParams;
  body: unknown;
}

/**
 * A callback's body: a form or JSON, by its media type; where that says neither, by how it begins, because
 * gateways of operators are careless with it. `bytes` are null where there were too many.
 */
export function readCallback(
  query: URLSearchParams,
  contentType: string,
  bytes: Uint8Array | null,
): ReadCallback | { status: number; detail: string } {
  if (!bytes) return { status: 413, detail: details.tooLarge };
  if (bytes.length === 0) return { query, body: null };
  if (/^\s*multipart\//i.test(contentType)) return { status: 415, detail: unsupportedMediaType(contentType) };
  // Without the byte order mark that some begin with.
  const text = new TextDecoder().decode(bytes);
  const isForm = /urlencoded/i.test(contentType);
  if (!isForm && (/json/i.test(contentType) || /^\s*[{[]/.test(text))) {
    try {
      return { query, body: parseCarrierJson(text) };
    } catch {
      return { status: 400, detail: "The body is not JSON." };
    }
  }
  return { query, body: new URLSearchParams(text) };
}
