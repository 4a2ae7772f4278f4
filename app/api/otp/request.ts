import { BODY_LIMIT } from "#core/api/details.ts";

/** A request as handlers see it, whether it comes from our server or, as a web Request, from Next. */
export interface ApiRequest {
  /** For logs. */
  id: string | null;
  method: string;
  /** As requested: path and query, or a full URL. */
  url: string;
  /** The client's address, protocol and host as the server knows them, whatever the client claims. */
  from: { address: string | null; protocol: string | null; host: string | null };
  /** By lower-case name; several occurrences are joined by commas. */
  header(name: string): string | null;
  /** The body, or null if it is longer than `limit` bytes (default `BODY_LIMIT`), in which case it is discarded. */
  bytes(limit?: number): Promise<Uint8Array | null>;
}

/** A Request whose headers were set by our server. */
export function fromRequest(request: Request): ApiRequest {
  const header = (name: string) => request.headers.get(name);
  return {
    id: header("x-request-id"),
    method: request.method,
    url: request.url,
    from: {
      address: header("x-client-address") || null,
      protocol: header("x-forwarded-proto"),
      host: header("x-forwarded-host"),
    },
    header,
    bytes: (limit = BODY_LIMIT) => readBytes(request, limit),
  };
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array | null> {
  const length = request.headers.get("content-length");
  if (length !== null) {
    return Number(length) > limit ? null : new Uint8Array(await request.arrayBuffer());
  }
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body) {
    size += part.length;
    if (size > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
