import { once } from "node:events";
import { connect } from "node:net";
import { makeAccount } from "#e2e/account.ts";
import { exchange, rawRequest } from "#e2e/raw-http.ts";
import { authorised, one } from "#e2e/raw-send.ts";
import { expect, test } from "#e2e/shared-gateway.ts";

const KIB = 1024;
const FORM = "Content-Type: application/x-www-form-urlencoded";

/** Sends a body without an end until the server has had enough. @returns how many bytes it let itself be sent. */
async function pour(gateway: { url: string }, head: string, most: number): Promise<number> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.resume();
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await once(socket, "connect");
  socket.write(head);
  const piece = Buffer.alloc(64 * KIB, "a");
  const chunk = head.includes("chunked")
    ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")])
    : piece;
  while (!socket.destroyed && socket.bytesWritten < most) {
    if (!socket.write(chunk))
      await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), closed]);
  }
  socket.destroy();
  await closed;
  return socket.bytesWritten;
}

test("a body over the limit is refused, with or without a declared length", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const cases: [string, number, string[]][] = [
    ["/api/auth/callback/credentials", 16 * KIB, [FORM]],
    ["/sign-in", 16 * KIB, [FORM]],
    ["/invite/x", 16 * KIB, ["Next-Action: 40", "Content-Type: text/plain;charset=UTF-8"]],
    ["/two-factor", 16 * KIB, [FORM]],
    ["/tokens", 1024 * KIB, [FORM]],
    ["/admin/settings", 1024 * KIB, ["Content-Type: multipart/form-data; boundary=x"]],
    ["/nowhere", 1024 * KIB, [FORM]],
  ];
  for (const [target, limit, headers] of cases) {
    const over = await one(gateway, { target, headers, body: "a".repeat(limit + 1) });
    expect([target, over.status]).toEqual([target, 413]);
    expect(over.body, target).toMatch(/^too_large\n/);
    expect(over.headers["x-request-id"], target).toHaveLength(1);
    const size = (limit + 1).toString(16);
    const chunked = Buffer.concat([
      rawRequest({ target, headers: [...headers, "Transfer-Encoding: chunked"], without: ["length"] }),
      Buffer.from(`${size}\r\n${"a".repeat(limit + 1)}`),
    ]);
    const [late] = await exchange(gateway, chunked);
    // A page may answer before it has read that much: that somebody has to sign in first, or that no form is wanted.
    expect(limit === 16 * KIB ? [413] : [413, 307, 404, 415], target).toContain(late?.status);
    const within = await one(gateway, { target, headers, body: "a".repeat(limit) });
    expect(within.status, target).not.toBe(413);
  }
  // The API's own, in its own words.
  const api = await one(gateway, { headers: authorised(account), body: " ".repeat(16 * KIB + 1) });
  expect([api.status, Object.keys(JSON.parse(api.body))]).toEqual([413, ["detail"]]);
});

test("a body of 400 MB is never read to its end, with or without a session", async ({ gateway }) => {
  const most = 400 * KIB * KIB;
  const targets = [
    "/api/auth/callback/credentials",
    "/sign-in",
    "/tokens",
    "/api/otp/send/",
    "/healthz",
    "/logo",
    "/x",
  ];
  for (const target of targets) {
    for (const length of [`Content-Length: ${most}`, "Transfer-Encoding: chunked"]) {
      const head = `POST ${target} HTTP/1.1\r\nHost: gateway.test\r\n${FORM}\r\n${length}\r\n\r\n`;
      // What the kernels of both sides keep comes on top of what is read.
      expect(await pour(gateway, head, most), `${target} ${length}`).toBeLessThan(most / 4);
    }
  }
});
