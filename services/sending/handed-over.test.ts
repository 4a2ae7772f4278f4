import { once } from "node:events";
import { createServer as createHttp, request } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { freshGateway, operator } from "#bin/fixtures/gateway.ts";
import { type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";
import { testDelivery } from "#providers/test-delivery.ts";
import { newTrace } from "#providers/trace.ts";
import { processMark } from "#runtime/database/connection.ts";
import { listenForHandOvers } from "#server/internal-listener.ts";
import { handOverTo, MOST_BYTES, PATH, PERMIT_HEADER } from "#services/binds/hand-over.ts";
import { internalAddress } from "#services/binds/leases.ts";
import { type Permit, sealPermit } from "#services/binds/sealed-delivery.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { refHashOf } from "#services/reports/ref-hash.ts";
import { closeProviders, openProviders } from "./provider-chain.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let smsc: Smsc;
let internal: Awaited<ReturnType<typeof listenForHandOvers>>;
let permit: Permit;
beforeAll(async () => {
  gateway = await freshGateway();
  smsc = await startSmsc();
  internal = await listenForHandOvers("127.0.0.1", 0);
  const config = {
    host: "127.0.0.1",
    port: smsc.port,
    system_id: "gate",
    password: "secret",
    sender: "Aman",
  };
  const { id } = await setProvider(operator, { name: "carrier", kind: "smpp", config });
  await openProviders();
  await vi.waitFor(() => expect(smsc.bound()).toHaveLength(1), { timeout: 60_000 });
  const [row] =
    await gateway.sql`select id || '.' || kind || '.' || md5(config) as revision from providers where id = ${id}`;
  permit = { to: processMark(), providerId: id, revision: row!.revision, spentMs: 0 };
});
afterAll(async () => {
  await closeProviders();
  await internal.close();
  await smsc.close();
  await gateway.drop();
});
afterEach(() => {
  smsc.script.onSubmit = () => undefined;
});

let ids = 100;
const delivery = () => testDelivery({ messageId: ++ids });
const soon = (ms = 10_000) => performance.now() + ms;
const here = () => internalAddress().url!;

test("a delivery reaches the carrier through the process that has the session", async () => {
  smsc.script.onSubmit = () => "far-1";
  const outcome = await handOverTo(here(), permit, delivery(), soon());
  expect(outcome).toMatchObject({ kind: "accepted", ref: "far-1", reportKeys: [["id far-1 11000005"]] });
  expect(String(smsc.submits.at(-1)!.short_message)).toBe("Code 482910");
});

test("a test send shows what went over the wire there", async () => {
  const trace = newTrace();
  await handOverTo(here(), permit, { ...delivery(), trace }, soon());
  expect(trace.entries.map(({ title }) => title)).toEqual([
    "Handed over to the server process that has the session",
    "bind_transceiver",
    "bind_transceiver_resp",
    "submit_sm",
    "submit_sm_resp",
  ]);
});

test("the time left of the message is transferred", async () => {
  smsc.script.onSubmit = () => "silent";
  // 15 s in all, 13 of them spent.
  const outcome = await handOverTo(here(), { ...permit, spentMs: 13_000 }, delivery(), soon());
  expect(outcome).toMatchObject({ kind: "unknown", response: "No answer (time-out)" });
});

test.each([
  ["another process", () => ({ to: "another" })],
  ["a provider that is not there", () => ({ providerId: 999 })],
])("a delivery for %s is not taken", async (_, other) => {
  const before = smsc.submits.length;
  expect(await handOverTo(here(), { ...permit, ...other() }, delivery(), soon())).toBe("refused");
  expect(smsc.submits).toHaveLength(before);
});

/** A raw request. @returns the status. */
function ask(
  headers: Record<string, string>,
  body: string | Buffer,
  path = PATH,
  method = "POST",
): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const asked = request(here() + path, { method, headers });
  asked.on("continue", () => asked.end(body));
  asked.on("response", (response) => {
    response.resume();
    resolve(response.statusCode!);
    asked.destroy();
  });
  asked.on("error", () => resolve(0));
  if (headers.expect) asked.flushHeaders();
  else asked.end(body);
  return promise;
}

test("requests without the key or of another form are refused, and nothing is sent", async () => {
  const before = smsc.submits.length;
  const expecting = { expect: "100-continue" };
  const genuine = () => ({ ...expecting, [PERMIT_HEADER]: sealPermit(permit).header });
  expect(await ask({}, "")).toBe(417);
  expect(await ask({ [PERMIT_HEADER]: sealPermit(permit).header }, "x")).toBe(417);
  expect(await ask(expecting, "x")).toBe(404);
  expect(await ask({ ...expecting, [PERMIT_HEADER]: "made-up" }, "x")).toBe(409);
  expect(await ask(genuine(), "x", "/other")).toBe(404);
  expect(await ask(genuine(), "x", PATH, "PUT")).toBe(404);
  // A permit that is genuine opens no delivery but its own.
  expect(await ask(genuine(), "not sealed")).toBe(400);
  expect(await ask(genuine(), Buffer.alloc(MOST_BYTES + 1))).toBe(400);
  const used = genuine();
  expect(await ask(used, "x")).toBe(400);
  expect(await ask(used, "x")).toBe(409);
  expect(smsc.submits).toHaveLength(before);
});

test("without a session nothing is taken", async () => {
  smsc.script.onBind = () => "silent";
  for (const session of smsc.bound()) session.reset();
  await expect.poll(() => handOverTo(here(), permit, delivery(), soon())).toBe("refused");
  smsc.script.onBind = () => 0;
  for (const session of smsc.sessions) session.reset();
  await expect.poll(() => smsc.bound()).toHaveLength(1);
});

test("the receipt is matched even if nobody waits for the outcome any more", async () => {
  smsc.script.onSubmit = () => "silent";
  const before = smsc.submits.length;
  const waiting = handOverTo(here(), permit, delivery(), soon(3_000));
  await expect.poll(() => smsc.submits.length).toBe(before + 1);
  expect(await waiting).toMatchObject({ kind: "unknown" });
  const submit = smsc.submits.at(-1)!;
  smsc.bound()[0]!.answer(submit, { message_id: "late-9" });
  const hash = refHashOf(permit.providerId, "id late-9 11000005");
  const matched = () => gateway.sql`select message_id::int from provider_refs where ref_hash = ${hash}`;
  await expect.poll(matched).toEqual([{ message_id: ids }]);
});

/** What a process does that is not what it should be. */
async function strange(onSocket: (socket: Socket) => void): Promise<{ url: string; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onSocket(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const CONSENT = "HTTP/1.1 100 Continue\r\n\r\n";
test.each<[string, (socket: Socket) => void, "unknown" | "refused" | "unreachable"]>([
  ["closes at once", (socket) => socket.destroy(), "unreachable"],
  ["closes before it consents", (socket) => socket.once("data", () => socket.destroy()), "unreachable"],
  ["does not consent", () => {}, "unreachable"],
  [
    "answers without consent",
    (socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")),
    "refused",
  ],
  ["speaks another protocol", (socket) => socket.end("SSH-2.0-x\r\n"), "unreachable"],
  [
    "breaks off after it consented",
    (socket) =>
      socket.once("data", () => socket.write(CONSENT, () => socket.once("data", () => socket.destroy()))),
    "unknown",
  ],
  [
    "says nothing after it consented",
    (socket) => socket.once("data", () => socket.write(CONSENT)),
    "unknown",
  ],
  [
    "answers what was not sealed",
    (socket) =>
      socket.once("data", () =>
        socket.write(CONSENT, () =>
          socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK")),
        ),
      ),
    "unknown",
  ],
])("of a process that %s: %#", async (_, onSocket, expected) => {
  const process = await strange(onSocket);
  const outcome = await handOverTo(process.url, permit, delivery(), soon(3_000));
  expect(typeof outcome === "string" ? outcome : outcome.kind).toBe(expected);
  process.close();
});

test("a process that is gone counts as not taken", async () => {
  const { url, close } = await strange(() => {});
  close();
  expect(await handOverTo(url, permit, delivery(), soon())).toBe("unreachable");
});

test("another program listening on its address learns nothing", async () => {
  let body = "";
  // Node consents by itself where nobody decides on it.
  const server = createHttp((req, res) => {
    req.on("data", (chunk) => {
      body += chunk;
    });
    req.on("end", () => res.end("OK"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await handOverTo(url, permit, delivery(), soon())).toMatchObject({ kind: "unknown" });
  expect(body).not.toContain("482910");
  server.closeAllConnections();
  server.close();
});
