import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { afterEach, expect } from "vitest";
import { httpConfig } from "#providers/http/configuration.ts";
import { httpProvider } from "#providers/http/provider.ts";
import { testDelivery } from "#providers/test-delivery.ts";
import selfSigned from "../../self-signed.fixtures.json" with { type: "json" };

/** What a test has opened, closed after it. */
export const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

export async function listen(server: Server, host = "127.0.0.1", port = 0): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
  });
  server.listen(port, host);
  await once(server, "listening");
  opened.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A TLS server that answers whatever it can read, and the bytes that its application saw. */
export async function tlsServer(options: TlsOptions) {
  const seen: string[] = [];
  const server = createTlsServer({ ...selfSigned, ...options }, (socket) => {
    socket.on("error", () => {});
    socket.on("data", (part) => {
      seen.push(part.toString());
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK");
    });
  });
  server.on("tlsClientError", () => {});
  return { seen, port: await listen(server) };
}

const delivery = testDelivery({ number: "963911000000", text: "Your code is 482910" });

export function provider(url: string, more: object = {}) {
  const made = httpProvider(
    httpConfig.parse({ url, body: "text={{text}}", timeout_ms: 10_000, ca: selfSigned.cert, ...more }),
  );
  opened.push(() => made.close());
  return { deliver: () => made.deliver(delivery, () => {}) };
}
export const notReached = (code: RegExp) => ({
  kind: "rejected",
  scope: "not_taken",
  response: expect.stringMatching(new RegExp(`^Not reached \\(${code.source}\\)$`)),
});
