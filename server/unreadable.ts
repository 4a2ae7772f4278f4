import { randomUUID } from "node:crypto";
import { IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Origin } from "./client-address.ts";
import { API_POLICY, secureAnswer } from "./headers.ts";

/** Status by parser error, for those that are not simply malformed HTTP. */
const STATUS_OF: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers input that never becomes a request (malformed HTTP, headers beyond their limit, one that takes too long, an
 * expectation, CONNECT) like everything else: with JSON, the request's id and the security headers. Node alone would
 * send only a status line.
 */
export function answerUnreadable(server: Server, readOrigin: (req: IncomingMessage) => Origin): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on("request", (req, res) => answering.set(req.socket, res));
  const refuse = (socket: Duplex, status: number) => {
    // If a response is already being sent, further bytes would only corrupt it.
    const res = answering.get(socket);
    if (socket.writable && !(res?.headersSent && !res.writableFinished)) {
      const origin = readOrigin(new IncomingMessage(socket as Socket));
      socket.write(wholeAnswer(status, randomUUID(), origin));
    }
    socket.destroy();
  };
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET") socket.destroy();
    else refuse(socket, STATUS_OF[error.code ?? ""] ?? 400);
  });
  server.on("connect", (_req, socket) => refuse(socket, 400));
  server.on("checkExpectation", (req, res) => {
    secureAnswer(res, randomUUID(), readOrigin(req));
    refuseRequest(res, 417);
  });
}

/** Whether Next and the API's listener can build a URL from the request's Host, and from what replaces it. */
export function hasReadableHost(req: IncomingMessage, origin: Origin): boolean {
  // HTTP/1.0 has no Host header; in HTTP/1.1 it is required.
  if (req.headers.host === undefined && req.httpVersion === "1.0") req.headers.host = origin.host;
  return isHost(req.headers.host) && isHost(origin.host);
}

function isHost(host: string | undefined): boolean {
  return (
    host !== undefined &&
    /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(host) &&
    URL.canParse(`http://${host}`)
  );
}

/** For a request that has a response object, whose other headers are set already. */
export function refuseRequest(res: ServerResponse, status: number): void {
  const body = bodyOf(status);
  res.setHeader("Content-Security-Policy", API_POLICY);
  res.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  });
  res.end(body);
}

function wholeAnswer(status: number, requestId: string, origin: Origin): string {
  const body = bodyOf(status);
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`];
  const say = (name: string, value: string | number) => void lines.push(`${name}: ${value}`);
  secureAnswer({ setHeader: say }, requestId, origin);
  say("Content-Security-Policy", API_POLICY);
  say("Content-Type", "application/json");
  say("Content-Length", Buffer.byteLength(body));
  say("Connection", "close");
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

/** In the style of the API's own texts: the status's name as a sentence. */
function bodyOf(status: number): string {
  const name = STATUS_CODES[status] ?? "";
  return JSON.stringify({ detail: `${name.slice(0, 1)}${name.slice(1).toLowerCase()}.` });
}
