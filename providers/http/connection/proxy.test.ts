import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { httpConfig } from "#providers/http/configuration.ts";
import { httpProvider } from "#providers/http/provider.ts";
import { type Emulator, FINGERPRINT, say, startSyriatel } from "#providers/syria/test-operators.ts";
import { testDelivery } from "#providers/test-delivery.ts";

let operator: Emulator;
let proxy: string;
/** What the proxy was asked for, with its credentials. */
let tunnels: (string | undefined)[][] = [];
/** What it answers in place of opening a tunnel. */
let instead: ((socket: Socket) => void) | undefined;
const sockets = new Set<Socket>();
const server = createServer();

beforeAll(async () => {
  operator = await startSyriatel();
  server.on("connect", (request, client: Socket) => {
    client.on("error", () => {});
    tunnels.push([request.url, request.headers["proxy-authorization"]]);
    if (instead) return instead(client);
    const to = connect(Number(request.url!.split(":").at(-1)), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\nVia: a proxy\r\n\r\n");
      client.pipe(to).pipe(client);
    });
    for (const socket of [client, to]) sockets.add(socket.on("error", () => {}));
    client.on("close", () => to.destroy());
    to.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = `http://relay:p%40ss@127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  operator.script = say("OK");
  operator.asked = [];
  tunnels = [];
  instead = undefined;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  server.close();
  await operator.close();
});

const delivery = testDelivery({ reference: () => "17", number: "963933000005", text: "Your code is 482910" });

async function through(more: object = {}, times = 1) {
  // A name that only the proxy knows.
  const url = `${operator.base_url.replace("127.0.0.1", "carrier.invalid")}?text={{text}}`;
  const config = { method: "GET", url, certificate_sha256: FINGERPRINT, proxy, timeout_ms: 5_000, ...more };
  const provider = httpProvider(httpConfig.parse(config));
  const outcomes = [];
  for (let turn = 0; turn < times; turn++) outcomes.push(await provider.deliver(delivery, () => {}));
  await provider.close();
  return outcomes;
}

test("a carrier is reached through a tunnel, which is kept open for the next message", async () => {
  operator.script = say("OK");
  expect(await through({}, 2)).toEqual(Array(2).fill({ kind: "accepted", response: "OK" }));
  const { port } = new URL(operator.base_url);
  const credentials = `Basic ${Buffer.from("relay:p@ss").toString("base64")}`;
  expect(tunnels).toEqual([[`carrier.invalid:${port}`, credentials]]);
  expect(operator.asked.map((query) => query.get("text"))).toEqual([delivery.text, delivery.text]);
});

test("the carrier's certificate is verified behind the proxy as well", async () => {
  const [outcome] = await through({ certificate_sha256: "0f".repeat(32) });
  expect(outcome).toEqual({
    kind: "rejected",
    scope: "not_taken",
    response: "Not reached (CERTIFICATE_NOT_PINNED)",
  });
  expect(operator.asked).toEqual([]);
});

test("a connection that breaks behind the proxy after the request was written is unknown", async () => {
  operator.script = (request) => request.socket.destroy();
  expect((await through())[0]!.kind).toBe("unknown");
  expect(operator.asked).toHaveLength(1);
});

test.each<[string, (socket: Socket) => void, string]>([
  ["wants credentials", (socket) => socket.end("HTTP/1.1 407 Who are you\r\n\r\n"), "PROXY_407"],
  ["cannot reach it", (socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"), "PROXY_502"],
  ["speaks something else", (socket) => socket.end("SSH-2.0\r\n\r\n"), "PROXY_BROKEN"],
  ["ends the connection", (socket) => socket.end(), "ECONNRESET"],
  ["talks without end", (socket) => socket.write("x".repeat(20_000)), "PROXY_BROKEN"],
])("a proxy that %s: nothing was written", async (_, answer, code) => {
  instead = (socket) => {
    sockets.add(socket);
    answer(socket);
  };
  const [outcome] = await through();
  expect(outcome).toEqual({ kind: "rejected", scope: "not_taken", response: `Not reached (${code})` });
});

test("a silent proxy is waited for as long as a connection", async () => {
  instead = (socket) => sockets.add(socket);
  const [outcome] = await through({ timeout_ms: 500 });
  expect(outcome).toEqual({ kind: "rejected", scope: "not_taken", response: "Not reached (ETIMEDOUT)" });
});

test.each([
  "https://relay:3128",
  "socks5://relay:1080",
  "relay:3128",
  "http://relay/path",
  "http://re%ay:1@x:3",
])("%s is not a proxy", (address) => {
  const result = httpConfig.safeParse({ url: "https://carrier.example/", proxy: address });
  expect(result.error?.issues.map(({ path }) => path.join("."))).toEqual(["proxy"]);
});
