import type { ServerResponse } from "node:http";
import { pipeline, Writable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import type { NodeHandler } from "./http.ts";
import { ask, client, serve } from "./test-front.ts";

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
