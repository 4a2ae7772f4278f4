import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach } from "vitest";
import { createFront, type Front, type NodeHandler } from "./http.ts";

/** As in production, but so short that a test can wait for them. */
export const SHORT = { headers: 200, request: 400, idle: 300, stalled: 300, abandoned: 200, check: 50 };
/** So long that whatever ends a connection is not one of them. */
const LONG = {
  headers: 60_000,
  request: 60_000,
  idle: 60_000,
  stalled: 60_000,
  abandoned: 60_000,
  check: 50,
};

export let front: Front | undefined;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  front?.server.closeAllConnections();
  front?.server.close();
});

export async function serve(
  pages: NodeHandler,
  limits: Partial<typeof SHORT>,
  publicUrl?: string,
): Promise<number> {
  front = createFront({
    pages,
    trustedProxies: [],
    publicUrl,
    apiThroughNext: false,
    dev: false,
    limits: { ...LONG, ...limits },
  });
  front.server.listen(0, "127.0.0.1");
  await once(front.server, "listening");
  return (front.server.address() as AddressInfo).port;
}

/** A client with a will of its own. `text` is what it has read so far. */
export async function client(
  port: number,
  first = "",
): Promise<{ socket: Socket; text: () => string; closed: Promise<unknown> }> {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await once(socket, "connect");
  if (first) socket.write(first);
  return { socket, text: () => text, closed };
}

export const ask = (path: string, ...headers: string[]) =>
  `${[`GET ${path} HTTP/1.1`, "Host: a", ...headers].join("\r\n")}\r\n\r\n`;
