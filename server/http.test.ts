import { describe, expect, test } from "vitest";
import type { NodeHandler } from "./http.ts";
import { ask, client, serve } from "./test-front.ts";

test.each([
  ["POST", "multipart/form-data; boundary=x", "", 415],
  ["POST", "Multipart/Form-Data", "", 415],
  ["POST", "multipart/form-data; boundary=x", "Next-Action: 40\r\n", 200],
  ["POST", "application/x-www-form-urlencoded", "", 200],
  ["GET", "multipart/form-data; boundary=x", "", 200],
])("a page is asked by %s with %s and '%s': %i", async (method, type, action, status) => {
  const port = await serve((_req, res) => void res.end("page"), {});
  const { text, closed } = await client(
    port,
    `${method} /page HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\n${action}Content-Length: 1\r\nConnection: close\r\n\r\nx`,
  );
  await closed;
  expect(text()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(text().endsWith("page")).toBe(status === 200);
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
