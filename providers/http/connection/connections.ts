import type { Socket } from "node:net";
import { Client } from "undici";
import { connect, type Endpoint, mayWantCertificate } from "./connect.ts";

/** Short, because a kept connection that the other side has just closed would cost a round trip for nothing. */
const KEEP_ALIVE_MS = 4_000;

/**
 * HTTP/1.1 on one connection, for one request at a time. The client never reconnects when the connection is lost, so
 * that a request that was written once cannot be written a second time.
 */
export interface Connection {
  client: Client;
  socket: Socket;
  /** Whether it has carried a request before. */
  reused: boolean;
  /** Whether the server asked for a client certificate, which we do not have. */
  certificateWanted: boolean;
}

/** The connections to one endpoint. A caller that takes one uses it exclusively, and releases or destroys it. */
export interface Connections {
  /** Scheme, host and port, as in an address. */
  origin: string;
  /** An idle connection, if there is one. */
  kept(): Connection | undefined;
  /** Opens a new connection. @throws if that fails; nothing was written in that case. */
  open(signal: AbortSignal): Promise<Connection>;
  giveBack(connection: Connection): void;
  destroy(connection: Connection): void;
  /** Closes all connections, idle or in use. */
  close(): void;
}

export function connections(endpoint: Endpoint): Connections {
  const idle: Connection[] = [];
  const all = new Set<Connection>();
  let session: Buffer | undefined;

  function destroy(connection: Connection): void {
    all.delete(connection);
    const index = idle.indexOf(connection);
    if (index !== -1) idle.splice(index, 1);
    void connection.client.destroy().catch(() => {});
    connection.socket.destroy();
  }

  return {
    origin: originOf(endpoint),
    kept() {
      // The most recently used connection is the least likely to have been closed.
      return idle.pop();
    },
    async open(signal) {
      const socket = await connect(endpoint, {
        signal,
        session,
        onSession: (next) => {
          session = next;
        },
      });
      const connection: Connection = {
        socket,
        client: clientOn(socket, endpoint),
        reused: false,
        certificateWanted: mayWantCertificate(socket),
      };
      all.add(connection);
      connection.client.on("disconnect", () => destroy(connection));
      return connection;
    },
    giveBack(connection) {
      if (connection.socket.destroyed || !all.has(connection)) return destroy(connection);
      connection.reused = true;
      idle.push(connection);
    },
    destroy,
    close() {
      for (const connection of all) destroy(connection);
    },
  };
}

const originOf = ({ secure, host, port }: Endpoint) =>
  `http${secure ? "s" : ""}://${host.includes(":") ? `[${host}]` : host}:${port}`;

function clientOn(socket: Socket, endpoint: Endpoint): Client {
  let given = false;
  return new Client(originOf(endpoint), {
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The caller's signal is the only time-out.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(_options, callback) {
      const gone = given && Object.assign(new Error("gone"), { code: "ECONNRESET" });
      given = true;
      // Deferred: the client does not expect the callback before this function has returned.
      queueMicrotask(() => (gone ? callback(gone, null) : callback(null, socket)));
    },
  });
}
