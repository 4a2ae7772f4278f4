import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createServer as createHttp } from "node:http";
import { connect, createServer, Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import fixture from "../../self-signed.fixtures.json" with { type: "json" };
import { smppConfig } from "../config.ts";
import { type Smsc, startSmsc } from "../test-smsc.ts";
import { dial } from "./dial.ts";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function secureSmsc(): Promise<Smsc> {
  const smsc = await startSmsc({}, { key: fixture.key, cert: fixture.cert });
  open.push(smsc);
  return smsc;
}

const to = (port: number, config: object = {}) =>
  smppConfig.parse({
    host: "localhost",
    port,
    system_id: "gate",
    password: "secret",
    sender: "Aman",
    tls: true,
    timeout_ms: 20_000,
    ...config,
  });
const never = new AbortController().signal;
const fingerprint = new X509Certificate(fixture.cert).fingerprint256;

test.each([
  ["its fingerprint", { certificate_sha256: fingerprint }],
  [
    "its fingerprint without colons, for another name",
    { host: "127.0.0.1", certificate_sha256: fingerprint.replaceAll(":", "").toLowerCase() },
  ],
  ["the certificate itself", { ca: fixture.cert }],
])("a self-signed certificate is trusted by %s", async (_, config) => {
  const { port } = await secureSmsc();
  const socket = await dial(to(port, config), never);
  socket.destroy();
});

test.each([
  ["that nobody trusts", {}, "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ["with another fingerprint", { certificate_sha256: "ab".repeat(32) }, "CERTIFICATE_NOT_PINNED"],
  ["for another name", { host: "127.1", ca: fixture.cert }, "ERR_TLS_CERT_ALTNAME_INVALID"],
])("a certificate %s ends the connection before anything is sent", async (_, config, code) => {
  const smsc = await secureSmsc();
  await expect(dial(to(smsc.port, config), never)).rejects.toMatchObject({ code });
  expect(smsc.sessions.flatMap(({ received }) => received)).toEqual([]);
});

test("the system is asked to notice a dead link, too", async () => {
  const alive = vi.spyOn(Socket.prototype, "setKeepAlive");
  const smsc = await startSmsc();
  open.push(smsc);
  const socket = await dial(to(smsc.port, { host: "127.0.0.1", tls: false }), never);
  expect([alive.mock.contexts, alive.mock.lastCall]).toEqual([[socket], [true, expect.any(Number)]]);
  vi.restoreAllMocks();
  socket.destroy();
});

test("a server that is silent during the handshake is given up in time", async () => {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({ close: async () => server.close() });
  const { port } = server.address() as { port: number };
  const failure = dial(to(port, { host: "127.0.0.1", timeout_ms: 100 }), never);
  await expect(failure).rejects.toMatchObject({ name: "TimeoutError" });
});

/** An HTTP proxy on this machine, which knows every name as 127.0.0.1. @param first what the carrier says before anything else. */
async function startProxy(first = ""): Promise<{ address: string; tunnels: (string | undefined)[] }> {
  const tunnels: (string | undefined)[] = [];
  const server = createHttp();
  const sockets = new Set<Socket>();
  server.on("connect", (request, client: Socket) => {
    tunnels.push(request.url);
    const to = connect(Number(request.url!.split(":").at(-1)), "127.0.0.1", () => {
      client.write(`HTTP/1.1 200 OK\r\n\r\n${first}`);
      client.pipe(to).pipe(client);
    });
    for (const socket of [client, to]) sockets.add(socket.on("error", () => {}));
    client.on("close", () => to.destroy());
    to.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return { address: `http://127.0.0.1:${(server.address() as { port: number }).port}`, tunnels };
}

test("a carrier that only a proxy can reach is reached through it, with TLS behind it", async () => {
  const smsc = await secureSmsc();
  const { address, tunnels } = await startProxy();
  const config = { host: "carrier.invalid", proxy: address, certificate_sha256: fingerprint };
  const socket = await dial(to(smsc.port, config), never);
  expect(tunnels).toEqual([`carrier.invalid:${smsc.port}`]);
  socket.destroy();
  const other = { ...config, certificate_sha256: "ab".repeat(32) };
  await expect(dial(to(smsc.port, other), never)).rejects.toMatchObject({ code: "CERTIFICATE_NOT_PINNED" });
});

test("data that the carrier sends together with the proxy's response is read", async () => {
  const smsc = await startSmsc();
  open.push(smsc);
  const { address } = await startProxy("\0\0\0\x10");
  const socket = await dial(to(smsc.port, { host: "carrier.invalid", proxy: address, tls: false }), never);
  const [bytes] = await once(socket, "data");
  expect([...bytes]).toEqual([0, 0, 0, 16]);
  socket.destroy();
});

test("a refusal by the proxy is a failed connection", async () => {
  const server = createHttp().listen(0, "127.0.0.1");
  server.on("connect", (_, client) => client.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
  await once(server, "listening");
  open.push({ close: async () => server.close() });
  const proxy = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  await expect(dial(to(1, { proxy }), never)).rejects.toMatchObject({ code: "PROXY_403" });
});
