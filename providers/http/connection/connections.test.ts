import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { listen, notReached, provider } from "./test-transport.ts";

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
