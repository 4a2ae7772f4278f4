import type { Server } from "node:http";
import type { Socket } from "node:net";

/** How long a connection may take for what, in milliseconds. */
export interface ConnectionLimits {
  /** From the connection's, or the last answer's, end until a request's headers are complete. */
  headers: number;
  /** Until the whole request is there, body included. */
  request: number;
  /** Between two requests. More than nginx's 60 s: whoever keeps connections open must be the one that closes them. */
  idle: number;
  /** For an answer of which not a byte more leaves, since its client does not read. */
  stalled: number;
  /** How often the first two are looked at. */
  check: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headers: 15_000,
  request: 30_000,
  idle: 65_000,
  stalled: 30_000,
  check: 5_000,
};

/** The first four as Node's options; `closeStalled` has the fifth. */
export function timeouts({ headers, request, idle, check }: ConnectionLimits) {
  return {
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: idle,
    connectionsCheckingInterval: check,
  };
}

/**
 * Closes the connections of clients who never read their answers. Node's own timer of a socket tells when no byte came
 * or left for a while: that is nothing to mind while a request is worked on, since a provider may take long.
 */
export function closeStalled(
  server: Server,
  { stalled }: ConnectionLimits,
  isWorkedOn: (socket: Socket) => boolean,
): void {
  server.setTimeout(stalled, (socket: Socket) => {
    if (socket.writableLength === 0 && isWorkedOn(socket)) socket.setTimeout(stalled);
    else socket.destroy();
  });
}
