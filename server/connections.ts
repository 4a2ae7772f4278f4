import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Time limits of a connection, in milliseconds. */
export interface ConnectionLimits {
  /** From the start of the connection, or the end of the last answer, until a request's headers are complete. */
  headers: number;
  /** Until the whole request has arrived, including its body. */
  request: number;
  /**
   * Between two requests. Longer than nginx's 60 s: the side that pools connections (the proxy) must be the one that
   * closes them.
   */
  idle: number;
  /** For an answer of which no further byte can be sent because the client does not read. */
  stalled: number;
  /** For a page's handler to return after its response was closed, by its end or by the client. */
  abandoned: number;
  /** How often the first two limits are checked. */
  check: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headers: 15_000,
  request: 30_000,
  idle: 65_000,
  stalled: 30_000,
  abandoned: 5_000,
  check: 5_000,
};

/** The limits that are options of Node's own server. */
export function timeouts({ headers, request, idle, check }: ConnectionLimits) {
  return {
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: idle,
    connectionsCheckingInterval: check,
  };
}

/**
 * Closes the connections of clients that never read their answers. Node's socket timer fires when no byte was received
 * or sent for a while; during the handling of a request that is normal, since a provider may take long.
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
