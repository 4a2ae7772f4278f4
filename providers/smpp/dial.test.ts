import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import fixture from "../self-signed.fixtures.json" with { type: "json" };
import { smppConfig } from "./config.ts";
import { dial } from "./dial.ts";
import { type Smsc, startSmsc } from "./test-smsc.ts";

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
    timeout_ms: 2_000,
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
])("a certificate %s ends it before anything is said", async (_, config, code) => {
  const smsc = await secureSmsc();
  await expect(dial(to(smsc.port, config), never)).rejects.toMatchObject({ code });
  expect(smsc.sessions.flatMap(({ received }) => received)).toEqual([]);
});

test("a server that is silent in the handshake is given up in time", async () => {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({ close: async () => server.close() });
  const { port } = server.address() as { port: number };
  const failure = dial(to(port, { host: "127.0.0.1", timeout_ms: 100 }), never);
  await expect(failure).rejects.toMatchObject({ name: "TimeoutError" });
});
