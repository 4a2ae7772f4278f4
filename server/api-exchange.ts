import type { IncomingMessage, ServerResponse } from "node:http";
import type { Route } from "#app/api/otp/answer.ts";
import type { ApiRequest } from "#app/api/otp/request.ts";
import { BODY_LIMIT } from "#core/api/details.ts";
import type { Origin } from "./client-address.ts";
import { API_POLICY, newRequestId, secureAnswer } from "./headers.ts";

/**
 * Answers a request with the API's own handler. No web Request and Response are constructed: converting to and from
 * them costs more than all other work of a send outside the database.
 */
export async function exchange(
  answerTo: Route["answer"],
  req: IncomingMessage,
  res: ServerResponse,
  origin: Origin,
): Promise<void> {
  const id = newRequestId();
  const { status, headers, text } = await answerTo(apiRequest(req, origin, id));
  const lines: string[] = [];
  const say = (name: string, value: string) => void lines.push(name, value);
  secureAnswer({ setHeader: say }, id, origin);
  say("Content-Security-Policy", API_POLICY);
  for (const name in headers) say(name, headers[name]!);
  const length = Buffer.byteLength(text);
  say("content-length", String(length));
  // ASCII is the same in both encodings, and latin1 is written faster.
  res.writeHead(status, lines).end(text, length === text.length ? "latin1" : "utf8");
}

function apiRequest(req: IncomingMessage, from: Origin, id: string): ApiRequest {
  const { method = "GET", url = "/" } = req;
  const header = (name: string) => headerOf(req, name);
  return { id, method, url, from, header, bytes: (limit = BODY_LIMIT) => readBytes(req, limit) };
}

/**
 * Joins all occurrences of a header. Node's `headers` drops duplicates of some names, which would hide a malformed
 * request.
 */
function headerOf({ rawHeaders }: IncomingMessage, name: string): string | null {
  let found: string | null = null;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const each = rawHeaders[i]!;
    if (each.length !== name.length || each.toLowerCase() !== name) continue;
    found = found === null ? rawHeaders[i + 1]! : `${found}, ${rawHeaders[i + 1]}`;
  }
  return found;
}

/** Reads the body up to the limit. Node discards the unread rest before the connection's next request. */
async function readBytes(req: IncomingMessage, limit: number): Promise<Uint8Array | null> {
  if (Number(req.headers["content-length"] ?? 0) > limit) return null;
  let parts: Uint8Array[] = [];
  let size = 0;
  return new Promise((resolve) => {
    req.on("data", (part: Uint8Array) => {
      size += part.length;
      if (size <= limit) {
        parts.push(part);
        return;
      }
      parts = [];
      resolve(null);
    });
    req.once("end", () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts)));
    // A client that disconnects in mid-body receives no answer; its truncated body must lead to nothing but a refusal.
    req.once("error", () => resolve(new Uint8Array()));
  });
}
