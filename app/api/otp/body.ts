import { BODY_LIMIT } from "#core/api/details.ts";

/** The body's bytes, or null where there are more than `BODY_LIMIT`: then no more of it is read. */
export async function readBytes(request: Request): Promise<Uint8Array | null> {
  const length = request.headers.get("content-length");
  if (length !== null) {
    return Number(length) > BODY_LIMIT ? null : new Uint8Array(await request.arrayBuffer());
  }
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body) {
    size += part.length;
    if (size > BODY_LIMIT) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
