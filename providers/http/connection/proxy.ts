import type { Socket } from "node:net";
import { z } from "zod";

/** The address of an HTTP proxy: `http://user:password@host:port`. */
export const proxyAddress = z
  .string()
  .refine(
    (value) => /^http:\/\/[^/?#\s{}]+\/?$/i.test(value) && URL.canParse(value) && isDecodable(new URL(value)),
    "must be the address of an HTTP proxy, such as http://10.8.0.2:3128",
  );

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** A proxy's answer has no reason to be longer. */
const HEAD_BYTES = 16 * 1024;
const END_OF_HEAD = "\r\n\r\n";

/**
 * Asks a proxy for a tunnel (RFC 9110, 9.3.6) on a connection to it.
 * @param target a name, or an address without brackets: the proxy looks a name up.
 * @returns when everything that is written from now on goes to the target.
 * @throws with the code PROXY_ and its status where it refuses.
 */
export async function openTunnel(
  socket: Socket,
  proxy: URL,
  target: { host: string; port: number },
): Promise<void> {
  const authority = `${target.host.includes(":") ? `[${target.host}]` : target.host}:${target.port}`;
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const credentials =
    pair === ":" ? "" : `Proxy-Authorization: Basic ${Buffer.from(pair).toString("base64")}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`);

  const head = await firstHead(socket);
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(head)?.[1];
  if (!status?.startsWith("2")) throw failure(`PROXY_${status ?? "BROKEN"}`);
}

/** Up to the empty line. What follows is the target's, which may speak first, and is left to the next reader. */
async function firstHead(socket: Socket): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let head = "";
  const onReadable = () => {
    for (let part = socket.read(); part !== null; part = socket.read()) head += part.toString("latin1");
    const end = head.indexOf(END_OF_HEAD);
    if (end === -1 && head.length <= HEAD_BYTES) return;
    socket.off("readable", onReadable);
    const rest = end === -1 ? "" : head.slice(end + END_OF_HEAD.length);
    if (rest !== "") socket.unshift(Buffer.from(rest, "latin1"));
    resolve(head);
  };
  const onClose = () => reject(failure("ECONNRESET"));
  socket.on("readable", onReadable).once("end", onClose).once("close", onClose);
  try {
    return await promise;
  } finally {
    socket.off("readable", onReadable).off("end", onClose).off("close", onClose);
  }
}

const failure = (code: string) => Object.assign(new Error(code), { code });
