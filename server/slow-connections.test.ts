import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { CONNECTION_LIMITS } from "./connections.ts";
import type { NodeHandler } from "./http.ts";
import { ask, client, front, SHORT, serve } from "./test-front.ts";

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
