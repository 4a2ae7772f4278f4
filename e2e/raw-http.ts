import { once } from "node:events";
import { connect } from "node:net";

export interface RawAnswer {
  status: number;
  /** Names in lower case; of several headers of one name all, in order. */
  headers: Record<string, string[]>;
  body: string;
}

const PATIENCE_MS = 20_000;

/** In the place of a part: the client ends its side of the connection. */
export const NO_MORE = Symbol("no more");

/**
 * Writes bytes to the server as they are, for what no client library would send, and returns all answers until
 * the server closes the connection. A text is written as Latin-1, one byte for each character. Several parts are
 * written one after the other, each as a segment of its own. @throws where the server leaves the connection open.
 */
export async function exchange(
  gateway: { url: string },
  ...parts: (string | Uint8Array | typeof NO_MORE)[]
): Promise<RawAnswer[]> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const received: Buffer[] = [];
  socket.on("data", (chunk) => received.push(chunk));
  // A server that refuses a body closes while the rest of it is still being written.
  socket.on("error", () => {});
  const closed = once(socket, "close");
  await once(socket, "connect");
  const late = setTimeout(() => socket.destroy(new Error("late")), PATIENCE_MS);
  for (const part of parts) {
    if (socket.destroyed) break;
    if (part === NO_MORE) socket.end();
    else await new Promise<void>((resolve) => socket.write(bytes(part), () => resolve()));
  }
  await closed;
  clearTimeout(late);
  if (socket.errored?.message === "late") throw new Error("The server neither answered nor closed in time");
  return parse(Buffer.concat(received));
}

export const bytes = (part: string | Uint8Array) =>
  typeof part === "string" ? Buffer.from(part, "latin1") : part;

export interface RawRequest {
  method?: string;
  target?: string;
  /** Lines such as `Authorization: Token x`; `Host` and `Connection: close` come by themselves. */
  headers?: string[];
  body?: string | Uint8Array;
  /** Leave out what would come by itself: `host`, `length` (of the body), `close`. */
  without?: ("host" | "length" | "close")[];
}

/** A whole request as bytes. */
export function rawRequest({
  method = "POST",
  target = "/api/otp/send/",
  headers = [],
  body = "",
  without = [],
}: RawRequest): Buffer {
  const content = bytes(body);
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(without.includes("host") ? [] : ["Host: gateway.test"]),
    ...headers,
    ...(without.includes("length") ? [] : [`Content-Length: ${content.length}`]),
    ...(without.includes("close") ? [] : ["Connection: close"]),
  ];
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), content]);
}

function parse(all: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = all;
  while (rest.length > 0) {
    const end = rest.indexOf("\r\n\r\n");
    if (end < 0) throw new Error(`Not a whole answer: ${rest.toString("latin1")}`);
    const [first = "", ...lines] = rest.subarray(0, end).toString("latin1").split("\r\n");
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
    const headers: Record<string, string[]> = {};
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      headers[name.toLowerCase()] = [...(headers[name.toLowerCase()] ?? []), value];
    }
    rest = rest.subarray(end + 4);
    const { body, length } = content(rest, headers, status);
    answers.push({ status, headers, body: body.toString("utf8") });
    rest = rest.subarray(length);
  }
  return answers;
}

function content(rest: Buffer, headers: Record<string, string[]>, status: number) {
  if (headers["transfer-encoding"]?.[0] === "chunked") return chunks(rest);
  const declared = headers["content-length"]?.[0];
  const length = status === 100 ? 0 : declared === undefined ? rest.length : Number(declared);
  return { body: rest.subarray(0, length), length: Math.min(length, rest.length) };
}

function chunks(rest: Buffer): { body: Buffer; length: number } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = rest.indexOf("\r\n", at);
    const size = Number.parseInt(rest.subarray(at, lineEnd).toString("latin1"), 16);
    if (lineEnd < 0 || Number.isNaN(size)) throw new Error("Not a whole chunked answer");
    parts.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
    if (size === 0) return { body: Buffer.concat(parts), length: at };
  }
}
