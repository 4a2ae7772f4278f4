import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { pipeline, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { CONNECTION_LIMITS } from "./connections.ts";
import { createFront, type Front, type NodeHandler } from "./http.ts";

/** As in production, but so short that a test can wait for them. */
const SHORT = { headers: 200, request: 400, idle: 300, stalled: 300, abandoned: 200, check: 50 };
/** So long that whatever ends a connection is not one of them. */
const LONG = {
  headers: 60_000,
  request: 60_000,
  idle: 60_000,
  stalled: 60_000,
  abandoned: 60_000,
  check: 50,
};

let front: Front | undefined;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  front?.server.closeAllConnections();
  front?.server.close();
});

async function serve(pages: NodeHandler, limits: Partial<typeof SHORT>, publicUrl?: string): Promise<number> {
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
async function client(
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

const ask = (path: string, ...headers: string[]) =>
  `${[`GET ${path} HTTP/1.1`, "Host: a", ...headers].join("\r\n")}\r\n\r\n`;

describe("connections that take too long", () => {
  test("a connection that sends nothing is closed", async () => {
    const port = await serve((_req, res) => void res.end(), { headers: SHORT.headers });
    const { closed } = await client(port);
    await closed;
  });

  test("a connection whose headers never end gets a response and is closed", async () => {
    const port = await serve((_req, res) => void res.end(), {
      headers: SHORT.headers,
      request: SHORT.request,
    });
    const { socket, text, closed } = await client(port, "GET / HTTP/1.1\r\nHost: a\r\n");
    const drip = setInterval(() => socket.write("X-A: b\r\n"), 50);
    await closed;
    clearInterval(drip);
    expect(text()).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("a connection whose body arrives byte by byte is closed, on a page and at sign-in", async () => {
    const reads: NodeHandler = async (req, res) => {
      for await (const _ of req);
      res.end();
    };
    const port = await serve(async (req, res) => Promise.resolve(reads(req, res)).catch(() => {}), {
      headers: SHORT.headers,
      request: SHORT.request,
    });
    for (const path of ["/page", "/api/auth/callback/credentials", "/api/otp/send/"]) {
      const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Token x\r\nContent-Length: 9999\r\n\r\n`;
      const { socket, closed } = await client(port, head);
      const drip = setInterval(() => socket.write("a"), 50);
      await closed;
      clearInterval(drip);
    }
  });

  test("an idle keep-alive connection is closed, but not before its response was read", async () => {
    const port = await serve((_req, res) => void res.end("done"), { idle: SHORT.idle });
    const { text, closed } = await client(port, ask("/"));
    await closed;
    expect(text()).toMatch(/^HTTP\/1\.1 200 .*done$/s);
  });

  test("a connection whose client never reads is closed, and its response ends for the writer", async () => {
    const given = Promise.withResolvers<ServerResponse>();
    const port = await serve(
      (_req, res) => {
        res.write(Buffer.alloc(64 * 1024 * 1024));
        given.resolve(res);
      },
      { stalled: SHORT.stalled },
    );
    const { socket } = await client(port);
    socket.pause();
    socket.write(ask("/"));
    await once(await given.promise, "close");
    await front!.idle();
  });

  /** Asks for a page that begins its answer and waits for `page`, and disconnects. */
  async function abandon(page: Promise<void>, limits: Partial<typeof SHORT>): Promise<void> {
    const closed = Promise.withResolvers<void>();
    const port = await serve((_req, res) => {
      res.once("close", closed.resolve).write("the beginning");
      return page;
    }, limits);
    const { socket, text } = await client(port, ask("/"));
    await expect.poll(text).toContain("the beginning");
    socket.resetAndDestroy();
    await closed.promise;
  }

  test("a page that never returns after its client has disconnected holds up nothing", async () => {
    await abandon(new Promise(() => {}), { abandoned: SHORT.abandoned });
    await front!.idle();
  });

  test("a page may finish after its client has disconnected", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await abandon(promise, {});
    let isIdle = false;
    const idle = front!.idle().then(() => {
      isIdle = true;
    });
    await new Promise(setImmediate);
    expect(isIdle).toBe(false);
    resolve();
    await idle;
  });

  test("a connection whose client keeps requesting and never reads is closed", async () => {
    const port = await serve((_req, res) => void res.end(Buffer.alloc(256 * 1024)), {
      stalled: SHORT.stalled,
    });
    const closed = new Promise((resolve) =>
      front!.server.once("connection", (socket) => socket.once("close", resolve)),
    );
    const { socket } = await client(port);
    socket.pause();
    socket.write(ask("/").repeat(200));
    await closed;
  });

  test("a slow response is waited for, and one that is read slowly is not cut off", async () => {
    const stalled = 2_000;
    const port = await serve(
      async (_req, res) => {
        await sleep(stalled + 500);
        res.end(Buffer.alloc(8 * 1024 * 1024, "x"));
      },
      { stalled, idle: SHORT.idle },
    );
    const { socket, text, closed } = await client(port, ask("/"));
    socket.on("data", () => {
      socket.pause();
      // Longer in all than it may stand still.
      setTimeout(() => socket.resume(), 20);
    });
    await closed;
    expect(text().endsWith("x".repeat(1000))).toBe(true);
    expect(text().split("\r\n\r\n")[1]).toHaveLength(8 * 1024 * 1024);
  });

  test("production's idle time-out is longer than nginx's 60 s", () => {
    expect(CONNECTION_LIMITS.idle).toBeGreaterThan(60_000);
  });
});

describe("bodies", () => {
  test("a page never treats a partial body as complete", async () => {
    const read = Promise.withResolvers<string>();
    const port = await serve(async (req, res) => {
      try {
        let size = 0;
        for await (const chunk of req) size += (chunk as Buffer).length;
        read.resolve(`whole: ${size}`);
      } catch (error) {
        read.resolve((error as NodeJS.ErrnoException).code ?? "error");
        res.end();
      }
    }, {});
    const piece = `4000\r\n${"a".repeat(0x4000)}\r\n`;
    const { socket, text, closed } = await client(
      port,
      "POST /sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    socket.write(piece);
    socket.write(piece);
    socket.write("0\r\n\r\n");
    await closed;
    expect(text()).toMatch(/^HTTP\/1\.1 413 .*\r\n\r\ntoo_large\n/s);
    expect(await read.promise).toBe("ERR_STREAM_PREMATURE_CLOSE");
  });
});

test.each([
  ["declared and refused at once", "/sign-in", `Content-Length: ${1 << 30}`],
  ["without a length", "/sign-in", "Transfer-Encoding: chunked"],
  ["that a page does not read", "/page", "Transfer-Encoding: chunked"],
  ["that the API does not read", "/api/otp/send/", `Content-Length: ${1 << 30}`],
  ["that the API does not ask for", "/api/nothing/", "Transfer-Encoding: chunked"],
])("a body without an end is cut off: %s", async (_, path, length) => {
  const port = await serve((_req, res) => void res.end("done"), {});
  const { socket, closed } = await client(port, `POST ${path} HTTP/1.1\r\nHost: a\r\n${length}\r\n\r\n`);
  const piece = `10000\r\n${"a".repeat(0x10000)}\r\n`;
  const pour = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on("drain", pour);
  pour();
  await closed;
  expect(socket.bytesWritten).toBeLessThan(64 << 20);
});

/** More than a stream buffers. */
const PIECE = "a".repeat(100_000);

test.each<[string, NodeHandler]>([
  ["pipes it into a full stream", (req) => void req.pipe(new Writable({ highWaterMark: 1, write() {} }))],
  [
    "has a pipeline destroy it",
    (req) => {
      const full = new Writable({ highWaterMark: 1, write() {} });
      pipeline(req, full, () => {});
      req.once("data", () => setImmediate(() => full.destroy()));
    },
  ],
  ["pauses it", (req) => void req.once("data", () => req.pause())],
  ["reads it by hand", (req) => void req.once("readable", () => req.read(1))],
  ["iterates over it", (req) => void req[Symbol.asyncIterator]().next()],
  ["does not read it", () => {}],
])("the connection's next request is answered after a page that %s and gives up", async (_, read) => {
  const answers: ServerResponse[] = [];
  const port = await serve((req, res) => {
    answers.push(res);
    if (req.method === "GET") res.end("next");
    else read(req, res);
  }, {});
  const size = 3 * PIECE.length;
  const { socket, text } = await client(
    port,
    `POST /page HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n${PIECE}`,
  );
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  socket.write(PIECE);
  answers[0]?.end("gave up");
  await vi.waitFor(() => expect(text()).toContain("gave up"));
  socket.write(PIECE + ask("/page"));
  await vi.waitFor(() => expect(text()).toMatch(/next$/));
});

describe("a change from a page under another host name", () => {
  const seen: string[] = [];
  const pages: NodeHandler = (req, res) => {
    seen.push(String(req.headers["x-forwarded-host"]));
    res.end();
  };
  const change = async (port: number, host: string, origin: string, path = "/tokens", method = "POST") => {
    const { text, closed } = await client(
      port,
      `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    await closed;
    return text();
  };

  test.each([
    ["gate.test:8088", "http://gate.test:8088", "gate.test:8088"],
    ["gate.test:443", "https://gate.test", "gate.test"],
    ["gate.test", "http://gate.test:80", "gate.test"],
    ["GATE.test", "http://gate.test", "gate.test"],
    ["[::1]:3000", "http://[::1]:3000", "[::1]:3000"],
  ])("%s accepts one from %s", async (host, origin, stamped) => {
    const port = await serve(pages, {});
    expect(await change(port, host, origin)).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen.at(-1)).toBe(stamped);
  });

  test.each([
    ["gate.test", "http://gate.test:8088", undefined, "http://gate.test"],
    ["10.0.0.5:3000", "http://10.0.0.5:3000", "https://otp.example", "https://otp.example"],
    ["localhost:3000", "http://localhost:3000", "http://otp.example:81", "http://otp.example:81"],
    ["gate.test", "null", undefined, "http://gate.test"],
    ["gate.test", "http://evil.test", undefined, "http://gate.test"],
    ["gate.test", "http://gate.test.evil.test", undefined, "http://gate.test"],
    ["gate.test", "http://gate.test@evil.test", undefined, "http://gate.test"],
  ])("%s refuses one from %s and names the expected address", async (host, origin, publicUrl, expected) => {
    const port = await serve(pages, {}, publicUrl);
    const before = seen.length;
    for (const method of ["POST", "PUT", "DELETE"]) {
      const answer = await change(port, host, origin, "/tokens", method);
      expect(answer).toMatch(/^HTTP\/1\.1 403 .*\r\ncontent-type: text\/plain\r\n/s);
      expect(answer.split("\r\n\r\n")[1]).toMatch(new RegExp(`^wrong_host ${expected}\n`));
    }
    expect(seen).toHaveLength(before);
    // Looking is free, and signing in has a check of its own.
    expect(await change(port, host, origin, "/tokens", "GET")).toMatch(/^HTTP\/1\.1 200 /);
    expect(await change(port, host, origin, "/api/auth/callback/credentials")).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test("leading slashes are collapsed without a redirect", async () => {
  const seen: string[] = [];
  const port = await serve((req, res) => {
    seen.push(req.url!);
    res.end();
  }, {});
  for (const path of ["//sign-in?next=//x", "///a//b", "//evil.test/%2e"]) {
    const { text, closed } = await client(port, ask(path, "Connection: close"));
    await closed;
    expect(text()).toMatch(/^HTTP\/1\.1 200 /);
  }
  expect(seen).toEqual(["/sign-in?next=//x", "/a//b", "/evil.test/%2e"]);
  const { text, closed } = await client(
    port,
    "POST //api/otp/send/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
  );
  await closed;
  expect(text()).toMatch(/^HTTP\/1\.1 401 /);
});
