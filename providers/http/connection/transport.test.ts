import { createServer as createHttpServer } from "node:http";
import { connect as connectTcp, createServer } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { describe, expect, test } from "vitest";
import { FINGERPRINT } from "#providers/syria/test-operators.ts";
import selfSigned from "../../self-signed.fixtures.json" with { type: "json" };
import { listen, notReached, provider, tlsServer } from "./test-transport.ts";

describe("a handshake that fails is not taken: no byte of the request was written", () => {
  test.each<[string, TlsOptions, RegExp]>([
    ["TLS 1.0 only", { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }, /.+/],
    ["TLS 1.1 only", { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }, /.+/],
    ["a client certificate is wanted, TLS 1.2", { requestCert: true, maxVersion: "TLSv1.2" }, /.+/],
    [
      "a client certificate is wanted, TLS 1.3",
      { requestCert: true, minVersion: "TLSv1.3" },
      /ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED/,
    ],
    ["HTTP/2 only", { ALPNProtocols: ["h2"] }, /.+/],
  ])("%s", async (_, options, code) => {
    const { seen, port } = await tlsServer(options);
    expect(await provider(`https://127.0.0.1:${port}/`).deliver()).toEqual(notReached(code));
    expect(seen).toEqual([]);
  });

  test("TLS to a port that speaks HTTP", async () => {
    const seen: unknown[] = [];
    const server = createHttpServer((request) => seen.push(request));
    const port = await listen(server);
    expect(await provider(`https://127.0.0.1:${port}/`).deliver()).toEqual(notReached(/.+/));
    expect(seen).toEqual([]);
  });

  test("TLS to a port that speaks first in another protocol", async () => {
    const port = await listen(createServer((socket) => socket.write("220 mail.example ESMTP\r\n")));
    expect(await provider(`https://127.0.0.1:${port}/`).deliver()).toEqual(notReached(/.+/));
  });

  test("a connection that is reset at the ClientHello", async () => {
    const port = await listen(createServer((socket) => socket.once("data", () => socket.resetAndDestroy())));
    expect(await provider(`https://127.0.0.1:${port}/`).deliver()).toEqual(notReached(/ECONNRESET/));
  });

  test("a connection that is closed at the ClientHello", async () => {
    const port = await listen(createServer((socket) => socket.once("data", () => socket.end())));
    expect(await provider(`https://127.0.0.1:${port}/`).deliver()).toEqual(notReached(/ECONNRESET/));
  });

  test("a handshake that is never answered", async () => {
    const port = await listen(createServer(() => {}));
    const outcome = await provider(`https://127.0.0.1:${port}/`, { timeout_ms: 300 }).deliver();
    expect(outcome).toEqual(notReached(/ETIMEDOUT/));
  });

  test("a certificate for another name", async () => {
    const { seen, port } = await tlsServer({});
    const { deliver } = provider(`https://127.0.0.1:${port}/`, { headers: { host: "sms.example" } });
    expect(await deliver()).toEqual(notReached(/ERR_TLS_CERT_ALTNAME_INVALID/));
    expect(seen).toEqual([]);
  });

  test("a client certificate that the server requires only while the request is being sent", async () => {
    const { seen, port } = await tlsServer({ requestCert: true, minVersion: "TLSv1.3" });
    const late = await listen(
      createServer((client) => {
        const server = connectTcp(port, "127.0.0.1").on("error", () => {});
        let fromClient = 0;
        const held: Buffer[] = [];
        client.on("data", (part) => {
          server.write(part);
          // ClientHello, Finished, and then the request, after which the verdict may pass.
          if (++fromClient >= 3) for (const each of held.splice(0)) client.write(each);
        });
        server.on("data", (part) => {
          if (fromClient < 2 || fromClient >= 3) client.write(part);
          else held.push(part);
        });
      }),
    );
    expect(await provider(`https://127.0.0.1:${late}/`).deliver()).toEqual(
      notReached(/ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED/),
    );
    expect(seen).toEqual([]);
  });
});

test.each<[string, TlsOptions]>([
  ["TLS 1.3", { minVersion: "TLSv1.3" }],
  ["TLS 1.2", { maxVersion: "TLSv1.2" }],
  ["a client certificate may be given", { requestCert: true, rejectUnauthorized: false }],
])("a server that takes the handshake is sent the request once: %s", async (_, options) => {
  const { seen, port } = await tlsServer(options);
  const { deliver } = provider(`https://127.0.0.1:${port}/`);
  expect((await deliver()).kind).toBe("accepted");
  expect((await deliver()).kind, "with the session of before").toBe("accepted");
  expect(seen.map((each) => each.split("\r\n")[0])).toEqual(["POST / HTTP/1.1", "POST / HTTP/1.1"]);
});

test.each(["GET", "POST"])(
  "TLS that breaks after the request (%s) is unknown, and is not sent again",
  async (method) => {
    let requests = 0;
    const server = createTlsServer(selfSigned, (socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        requests++;
        socket.destroy();
      });
    });
    const port = await listen(server);
    const outcome = await provider(`https://127.0.0.1:${port}/`, { method }).deliver();
    expect([outcome.kind, requests]).toEqual(["unknown", 1]);
  },
);

describe("a pinned certificate", () => {
  test.each<[string, TlsOptions]>([
    ["TLS 1.2", { maxVersion: "TLSv1.2" }],
    ["TLS 1.3", { minVersion: "TLSv1.3" }],
  ])("is trusted whoever issued it and whatever its name, on every connection (%s)", async (_, options) => {
    const { seen, port } = await tlsServer(options);
    // Another name than the certificate's, and the server ends each connection, so that sessions are resumed.
    const headers = { host: "carrier.example", connection: "close" };
    const pinned = provider(`https://127.0.0.1:${port}/`, {
      ca: undefined,
      headers,
      certificate_sha256: FINGERPRINT.toLowerCase().replaceAll(":", ""),
    });
    const turns = [await pinned.deliver(), await pinned.deliver(), await pinned.deliver()];
    expect(turns.map(({ response }) => response)).toEqual(["OK", "OK", "OK"]);
    expect(seen).toHaveLength(3);
  });

  test("any other one is refused, even if its authority is trusted", async () => {
    const { seen, port } = await tlsServer({});
    const pinned = provider(`https://127.0.0.1:${port}/`, { certificate_sha256: "0f".repeat(32) });
    expect(await pinned.deliver()).toEqual(notReached(/CERTIFICATE_NOT_PINNED/));
    expect(await pinned.deliver()).toEqual(notReached(/CERTIFICATE_NOT_PINNED/));
    expect(seen).toEqual([]);
  });
});
