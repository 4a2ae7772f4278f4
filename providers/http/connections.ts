import type { Socket } from "node:net";
import { Client } from "undici";
import { connect, type Endpoint, mayWantCertificate } from "./connect.ts";

/** A kept connection that the other side just closed would cost a turn for nothing. */
const KEEP_ALIVE_MS = 4_000;

/**
 * HTTP/1.1 on one connection, for one request at a time. When the connection is gone the client is of no more use: it is
 * never connected again, so that a request that was written once can in no way be written a second time.
 */
export interface Connection {
  client: Client;
  socket: Socket;
  /** Whether it has carried a request before. */
  reused: boolean;
  /** Whether the server asked for a client certificate, of which there is none. */
  certificateWanted: boolean;
}

/** The connections to one endpoint. Whoever takes one has it alone, and gives it back or destroys it. */
export interface Connections {
  /** One that was kept from earlier. */
  kept(): Connection | undefined;
  /** A new one. @throws why there is none; nothing was written then. */
  open(signal: AbortSignal): Promise<Connection>;
  giveBack(connection: Connection): void;
  destroy(connection: Connection): void;
  /** Ends those that are kept and those that are in use. */
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
    kept() {
      // The one that was used last is the least likely to have been closed.
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

function clientOn(socket: Socket, { secure, host, port }: Endpoint): Client {
  let given = false;
  return new Client(`http${secure ? "s" : ""}://${host.includes(":") ? `[${host}]` : host}:${port}`, {
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The caller's signal is the only time-out.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(_options, callback) {
      const gone = given && Object.assign(new Error("gone"), { code: "ECONNRESET" });
      given = true;
      // Not at once: the client does not expect an answer before this has returned.
      queueMicrotask(() => (gone ? callback(gone, null) : callback(null, socket)));
    },
  });
}
