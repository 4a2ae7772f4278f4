import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect as connectTcp, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import type { Delivery } from "../provider.ts";
import selfSigned from "../self-signed.fixtures.json" with { type: "json" };
import { FINGERPRINT } from "../syria/test-operators.ts";
import { httpConfig } from "./configuration.ts";
import { connect, type Endpoint } from "./connect.ts";
import { httpProvider } from "./provider.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function listen(server: Server, host = "127.0.0.1", port = 0): Promise<number> {
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
async function tlsServer(options: TlsOptions) {
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

const delivery: Delivery = {
  messageId: 17,
  reference: () => "17",
  number: "963911000000",
  text: "Your code is 482910",
  code: "482910",
  language: 1,
  templateId: 3,
  segments: 1,
  accountId: 1,
  expiresAt: Number.POSITIVE_INFINITY,
};

function provider(url: string, more: object = {}) {
  const made = httpProvider(
    httpConfig.parse({ url, body: "text={{text}}", timeout_ms: 10_000, ca: selfSigned.cert, ...more }),
  );
  opened.push(() => made.close());
  return { deliver: () => made.deliver(delivery, () => {}) };
}
const notReached = (code: RegExp) => ({
  kind: "rejected",
  scope: "not_taken",
  response: expect.stringMatching(new RegExp(`^Not reached \\(${code.source}\\)$`)),
});

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

describe("a kept connection", () => {
  /** Each request with the connection on which it came; the first is answered, the others as `then` says. */
  async function keeper(then: (response: ServerResponse, request: IncomingMessage) => void) {
    const seen: Socket[] = [];
    const server = createHttpServer((request, response) => {
      request.resume().on("end", () => {
        seen.push(request.socket);
        if (seen.length === 1) response.end("OK");
        else then(response, request);
      });
    });
    const port = await listen(server);
    return { server, seen, url: `http://127.0.0.1:${port}/` };
  }
  const gone = (socket: Socket) => (socket.destroyed ? undefined : once(socket, "close"));

  test("is used again", async () => {
    const { seen, url } = await keeper((response) => response.end("OK"));
    const { deliver } = provider(url);
    expect([(await deliver()).kind, (await deliver()).kind]).toEqual(["accepted", "accepted"]);
    expect(seen[1] === seen[0], "on one connection").toBe(true);
  });

  test.each<[string, (socket: Socket) => unknown]>([
    ["closed", (socket) => socket.end()],
    ["reset", (socket) => socket.resetAndDestroy()],
  ])("that was %s meanwhile is not the provider's end: a new one takes the request, once", async (_, end) => {
    const { seen, url } = await keeper((response) => response.end("OK"));
    const { deliver } = provider(url);
    await deliver();
    end(seen[0]!);
    await gone(seen[0]!);
    expect((await deliver()).kind).toBe("accepted");
    expect(seen).toHaveLength(2);
    expect(seen[1] === seen[0], "on one connection").toBe(false);
  });

  test("that was closed while the port no longer listens is not taken", async () => {
    const { server, seen, url } = await keeper((response) => response.end("OK"));
    const { deliver } = provider(url);
    await deliver();
    server.close();
    seen[0]!.resetAndDestroy();
    await gone(seen[0]!);
    expect(await deliver()).toEqual(notReached(/ECONNREFUSED/));
    expect(seen).toHaveLength(1);
  });

  test.each(["GET", "PUT", "POST"])(
    "that breaks once %s was written is unknown, and is not sent again",
    async (method) => {
      const { seen, url } = await keeper((_, request) => request.socket.resetAndDestroy());
      const { deliver } = provider(url, { method, ...(method === "GET" ? { body: undefined } : {}) });
      await deliver();
      expect((await deliver()).kind).toBe("unknown");
      expect(seen).toHaveLength(2);
      expect(seen[1] === seen[0], "on one connection").toBe(true);
      expect((await deliver()).kind).toBe("unknown");
      expect(seen).toHaveLength(3);
    },
  );
});

describe("a host with several addresses", () => {
  const fromAddresses = (port: number, addresses: string[], more: Partial<Endpoint> = {}) =>
    connect(
      { secure: false, host: "sms.example", port, servername: "127.0.0.1", ca: selfSigned.cert, ...more },
      {
        signal: AbortSignal.timeout(20_000),
        resolve: async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      },
    );
  /** Passes on to a TLS server once it is let. */
  async function slowTls(host: string) {
    const { port: real } = await tlsServer({});
    let let_!: () => void;
    const may = new Promise<void>((resolve) => {
      let_ = resolve;
    });
    const port = await listen(
      createServer(async (client) => {
        await may;
        const server = connectTcp(real, "127.0.0.1").on("error", () => {});
        client.pipe(server).pipe(client);
      }),
      host,
    );
    return { port, release: let_ };
  }

  test("a slow one is not given up because others fail at once", async () => {
    const { port, release } = await slowTls("127.0.0.2");
    // When the last one was tried, the first has been slow for long.
    await listen(
      createServer((socket) => {
        socket.destroy();
        release();
      }),
      "127.0.0.4",
      port,
    );
    const socket = await fromAddresses(port, ["127.0.0.2", "127.0.0.3", "127.0.0.4"], { secure: true });
    opened.push(() => socket.destroy());
    expect(socket.remoteAddress).toBe("127.0.0.2");
  });

  test("one that never answers does not keep the next one waiting", async () => {
    const { port } = await slowTls("127.0.0.2");
    const { port: real } = await tlsServer({});
    await listen(
      createServer((client) => {
        const server = connectTcp(real, "127.0.0.1").on("error", () => {});
        client.pipe(server).pipe(client);
      }),
      "127.0.0.3",
      port,
    );
    const socket = await fromAddresses(port, ["127.0.0.2", "127.0.0.3"], { secure: true });
    opened.push(() => socket.destroy());
    expect(socket.remoteAddress).toBe("127.0.0.3");
  });

  test("those that refuse are skipped, in either family", async () => {
    const port = await listen(createServer(), "127.0.0.9");
    const socket = await fromAddresses(port, ["::1", "127.0.0.2", "127.0.0.3", "127.0.0.9"]);
    opened.push(() => socket.destroy());
    expect(socket.remoteAddress).toBe("127.0.0.9");
  });

  test("if all refuse, the error says so", async () => {
    const port = await listen(createServer(), "127.0.0.9");
    await expect(fromAddresses(port, ["127.0.0.2", "127.0.0.3"])).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
  });

  test("if there is none, the error says so", async () => {
    await expect(fromAddresses(1, [])).rejects.toMatchObject({ code: "ENOTFOUND" });
  });
});

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
