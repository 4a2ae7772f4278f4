import { strip } from "#core/drf/python-value.ts";

/**
 * Whether the framework would choose its JSONParser. A missing content type is not accepted; an empty body is never
 * parsed, so the framework does not check its content type.
 */
export function acceptsJson(contentType: string | null): boolean {
  const [full] = headerParts(contentType ?? "");
  const slash = full!.indexOf("/");
  if (slash < 0) return false;
  const main = full!.slice(0, slash).toLowerCase();
  const sub = full!.slice(slash + 1).toLowerCase();
  return (main === "application" || main === "*") && (sub === "json" || sub === "*");
}

/** The `detail` of the 415. */
export function unsupportedMediaType(contentType: string | null): string {
  return `Unsupported media type "${contentType ?? ""}" in request.`;
}

/** The charset parameter, the last one where there are several. */
export function charsetOf(contentType: string | null): string | undefined {
  let charset: string | undefined;
  for (const part of headerParts(contentType ?? "").slice(1)) {
    const equals = part.indexOf("=");
    if (equals < 0 || strip(part.slice(0, equals)).toLowerCase() !== "charset") continue;
    charset = unquote(strip(part.slice(equals + 1)));
  }
  return charset;
}

function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  return value.slice(1, -1).replaceAll("\\\\", "\\").replaceAll('\\"', '"');
}

/** Python's split of a header at the semicolons outside quotes; always at least one part. */
function headerParts(header: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quotes = 0;
  for (let i = 0; i < header.length; i++) {
    if (header[i] === '"') quotes++;
    if (header[i] !== ";" || quotes % 2 === 1) continue;
    parts.push(strip(header.slice(start, i)));
    start = i + 1;
    quotes = 0;
  }
  parts.push(strip(header.slice(start)));
  return parts;
}
