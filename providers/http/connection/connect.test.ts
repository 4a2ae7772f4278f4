import { connect as connectTcp, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import selfSigned from "../../self-signed.fixtures.json" with { type: "json" };
import { connect, type Endpoint } from "./connect.ts";
import { listen, opened, tlsServer } from "./test-transport.ts";

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

test.each([
  ["plain", false],
  ["with TLS", true],
])("a small write is sent at once, %s", async (_, secure) => {
  const port = secure ? (await tlsServer({})).port : await listen(createServer());
  const socket = await connect(
    { secure, host: "127.0.0.1", port, servername: "127.0.0.1", ca: selfSigned.cert },
    { signal: AbortSignal.timeout(20_000) },
  );
  opened.push(() => socket.destroy());
  // Node has no public way to read TCP_NODELAY back; this is where it notes that it has set it.
  const noted = Object.getOwnPropertySymbols(socket).find(({ description }) => description === "kSetNoDelay");
  expect(Reflect.get(socket, noted!)).toBe(true);
});
