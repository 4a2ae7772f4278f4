import { setImmediate } from "node:timers/promises";
import { TLSSocket } from "node:tls";
import { type Answer, readAnswer } from "#providers/http/answer/answer.ts";
import type { Connection, Connections } from "#providers/http/connection/connections.ts";
import type { Trace } from "#providers/trace.ts";
import type { Values } from "./placeholders.ts";
import type { RequestTemplate } from "./request-template.ts";

/** No byte of the request was written, or none can have been processed: the provider does not have the message. */
export class NotWritten extends Error {
  constructor(cause: unknown) {
    super("not written", { cause });
  }
}

/** A request with all values inserted. */
export interface Request {
  method: "GET" | "POST" | "PUT";
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

/** @throws if the resulting URL is invalid. */
export function fillRequest(method: Request["method"], template: RequestTemplate, values: Values): Request {
  const { pathname, search } = new URL(template.url.fill(values));
  return {
    method,
    path: pathname + search,
    headers: Object.fromEntries(template.headers.map(([name, value]) => [name, value.fill(values)])),
    body: template.body?.fill(values) ?? null,
  };
}

/**
 * Sends a request once, on a kept connection or a new one. Redirects are not followed.
 * @param limits.connect ends the wait for a connection.
 * @param limits.answer ends the wait for the answer.
 * @throws NotWritten, or any other error if the request may have been written.
 */
export async function send(
  to: Connections,
  request: Request,
  limits: { connect: AbortSignal; answer: AbortSignal },
  trace?: Trace,
): Promise<{ status: number; answer: Answer }> {
  for (;;) {
    let connection: Connection;
    try {
      connection = (await alive(to)) ?? (await to.open(limits.connect));
    } catch (error) {
      throw new NotWritten(error);
    }
    try {
      return await exchange(to, connection, request, limits.answer, trace);
    } catch (error) {
      // A kept connection that turns out to be dead says nothing about the provider.
      const dead = error instanceof NotWritten && connection.reused && !limits.connect.aborted;
      if (!dead) throw error;
    }
  }
}

/**
 * A kept connection that has not been closed. First lets the event loop process what the system already knows about it.
 */
async function alive(to: Connections): Promise<Connection | undefined> {
  for (;;) {
    const connection = to.kept();
    if (!connection) return undefined;
    // The first turn may be half over; after the second the system has been polled in between.
    await setImmediate();
    await setImmediate();
    if (!connection.socket.destroyed) return connection;
  }
}

async function exchange(
  to: Connections,
  connection: Connection,
  request: Request,
  signal: AbortSignal,
  trace: Trace | undefined,
): Promise<{ status: number; answer: Answer }> {
  const { client, socket } = connection;
  const before = socket.bytesWritten;
  if (trace) traceRequest(trace, to, connection, request);
  try {
    const { statusCode, headers, body } = await client.request({ ...request, signal });
    const answer = await readAnswer(headers, body);
    trace?.add({
      direction: "received",
      title: `HTTP ${statusCode}`,
      fields: Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat().join(", ")]),
      body: answer.text,
    });
    if (body.readableEnded) to.giveBack(connection);
    else to.destroy(connection);
    return { status: statusCode, answer };
  } catch (error) {
    // First, so that nothing can be written any more.
    to.destroy(connection);
    if (socket.bytesWritten === before || refusedHandshake(connection, error)) throw new NotWritten(error);
    throw error;
  }
}

function traceRequest(
  trace: Trace,
  { origin }: Connections,
  { socket, reused }: Connection,
  { method, path, headers, body }: Request,
): void {
  const tls = socket instanceof TLSSocket ? socket : undefined;
  const fingerprint = tls?.getPeerCertificate().fingerprint256;
  trace.add({
    direction: "event",
    title: reused ? "Connection in use" : "Connected",
    fields: [
      ["address", `${socket.remoteAddress}:${socket.remotePort}`],
      ...(tls ? ([["tls", tls.getProtocol() ?? ""]] as [string, string][]) : []),
      ...(fingerprint ? ([["certificate sha256", fingerprint]] as [string, string][]) : []),
    ],
  });
  trace.add({
    direction: "sent",
    title: `${method} ${origin}${path}`,
    fields: Object.entries(headers),
    ...(body === null ? {} : { body }),
  });
}

/**
 * In TLS 1.3 a server may refuse the handshake for lack of a client certificate when the request is already on its way.
 * It processes what follows only after accepting the handshake, and as this client does not offer post-handshake
 * authentication, the alert can mean nothing else: the request was not processed.
 */
function refusedHandshake({ certificateWanted, reused }: Connection, error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return certificateWanted && !reused && code === "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED";
}
