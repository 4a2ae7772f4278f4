import { makeAccount } from "#e2e/account.ts";
import { exchange, NO_MORE, type RawRequest, rawRequest } from "#e2e/raw-http.ts";
import { authorised, fields, one, valid } from "#e2e/raw-send.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";

test("absolute addresses, dots and other spellings in the request line reach the API or nothing", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const cases: [string, number][] = [
    ["http://evil.test/api/otp/send/", 201],
    ["https://evil.test:1/api/otp/send?x=%00", 201],
    ["/api/otp/send/#fragment", 201],
    ["/api/otp/send//", 404],
    ["/api/otp/s%65nd/", 404],
    ["/api/../api/otp/send/", 404],
    ["/api/../login", 404],
    ["/api/%2e%2e/login", 404],
    ["/api/x/../auth/session", 404],
    ["/api/otp/messages/../send/", 404],
    ["ftp://evil.test/api/otp/send/", 400],
    ["*", 400],
    ["/api/\\..\\x", 400],
  ];
  for (const [target, status] of cases) {
    const answer = await one(gateway, { target, headers: authorised(account), body: valid(account) });
    expect(answer.status, target).toBe(status);
    expect(answer.headers["x-request-id"], target).toHaveLength(1);
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 3, used: 3 });
});

test("pipelined requests are answered in their order", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const headers = authorised(account);
  const open = (code: string) =>
    rawRequest({ headers, body: `{${fields(account)},"code":"${code}"}`, without: ["close"] });
  const answers = await exchange(
    gateway,
    Buffer.concat([
      open("one"),
      rawRequest({ body: "{}", without: ["close"] }),
      rawRequest({ method: "DELETE", headers, without: ["close"] }),
      open("two"),
      rawRequest({ headers, body: valid(account) }),
    ]),
  );
  expect(answers.map(({ status }) => status)).toEqual([201, 401, 405, 201, 201]);
  expect(answers.map(({ body }) => JSON.parse(body).template_code)).toEqual([
    "one",
    undefined,
    undefined,
    "two",
    "1",
  ]);
});

test("a request that arrives in small pieces is one request", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const whole = rawRequest({ headers: authorised(account), body: valid(account) });
  const pieces = Array.from({ length: Math.ceil(whole.length / 7) }, (_, i) =>
    whole.subarray(i * 7, i * 7 + 7),
  );
  const answers = await exchange(gateway, ...pieces);
  expect(answers.map(({ status }) => status)).toEqual([201]);
});

test("a client that half-closes its connection still gets its answer", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const request = { headers: authorised(account), body: `{${fields(account)},"code":"1"}` };
  const whole = rawRequest({ ...request, without: ["close"] });
  const answers = await exchange(gateway, whole, whole, NO_MORE);
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  // Half a request is none.
  expect(
    (await exchange(gateway, whole.subarray(0, -1), NO_MORE)).filter(({ status }) => status < 400),
  ).toEqual([]);
  expect((await standingOf(gateway, account)).messages).toBe(2);
});

test("requests that two parsers could read differently are refused", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const headers = authorised(account);
  const body = valid(account);
  const cases: [string, RawRequest, number][] = [
    ["two tokens", { headers: [...headers, "Authorization: Token x"], body }, 401],
    ["two tokens, the wrong one first", { headers: ["Authorization: Token x", ...headers], body }, 401],
    ["the same token twice", { headers: [...headers, headers[0]!], body }, 401],
    ["two lengths", { headers: [...headers, "Content-Length: 3"], body }, 400],
    ["the same length twice", { headers: [...headers, `Content-Length: ${body.length}`], body }, 400],
    ["length and chunks", { headers: [...headers, "Transfer-Encoding: chunked"], body: "0\r\n\r\n" }, 400],
    ["a negative length", { headers: [...headers, "Content-Length: -1"], body, without: ["length"] }, 400],
    ["a length in words", { headers: [...headers, "Content-Length: 1a"], body, without: ["length"] }, 400],
    ["unknown coding", { headers: [...headers, "Transfer-Encoding: x"], body, without: ["length"] }, 400],
    ["a folded header", { headers: [...headers, "X-A: b\r\n c: d"], body }, 400],
    ["a null in a header", { headers: [...headers, "X-A: b\0c"], body }, 400],
    ["a bare line feed", { headers: [...headers, "X-A: b\nX-B: c"], body }, 400],
    ["a blank before the colon", { headers: [...headers, "X-A : b"], body }, 400],
    ["no host", { headers, body, without: ["host"] }, 400],
    ["an unreadable host", { headers: [...headers, "Host: a b/c?d"], body, without: ["host"] }, 400],
    ["too large a header", { headers: [...headers, `X-A: ${"b".repeat(20_000)}`], body }, 431],
    ["no HTTP at all", { headers, target: "a b c", body }, 400],
    ["a host with a path", { headers: [...headers, "Host: a/b"], body, without: ["host"] }, 400],
    ["an empty host", { headers: [...headers, "Host:"], body, without: ["host"] }, 400],
    ["a tunnel", { headers, method: "CONNECT", target: "evil.test:443" }, 400],
    ["an authority alone", { headers, target: "evil.test:443", body }, 400],
    ["an unknown method", { headers, method: "SEND", body }, 400],
    ["an unknown expectation", { headers: [...headers, "Expect: wonders"], body }, 417],
  ];
  for (const [name, request, status] of cases) {
    const answer = await one(gateway, request);
    expect(answer.status, name).toBe(status);
    // Also what never became a request is answered as everything else.
    expect(answer.headers["x-request-id"], name).toHaveLength(1);
    expect(answer.headers["content-type"], name).toEqual(["application/json"]);
    expect(answer.headers["x-content-type-options"], name).toEqual(["nosniff"]);
    expect(JSON.parse(answer.body), name).toEqual({ detail: expect.stringMatching(/^[A-Z].*\.$/) });
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 0, used: 0 });
});

test("Expect: 100-continue is answered, and an upgrade is not accepted", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  // A page first: it is what makes Next listen for upgrades.
  expect((await fetch(gateway.url)).status).toBeLessThan(500);
  const body = valid(account);
  const expected = await exchange(
    gateway,
    rawRequest({ headers: [...authorised(account), "Expect: 100-continue"], body }),
  );
  expect(expected.map(({ status }) => status)).toEqual([100, 201]);
  // What Java's HTTP client sends with every request over plain HTTP.
  const upgrade = [
    "Connection: Upgrade, HTTP2-Settings, close",
    "Upgrade: h2c",
    "HTTP2-Settings: AAEAAEAAAAIAAAAB",
  ];
  const answer = await one(gateway, {
    headers: [...authorised(account), ...upgrade],
    body,
    without: ["close"],
  });
  expect(answer.status).toBe(201);
  for (const method of ["TRACE", "PROPFIND"]) {
    expect((await one(gateway, { method, headers: authorised(account) })).status).toBe(405);
  }
});

test("no client input is reflected in a response header", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const marked = "x%0d%0aSet-Cookie:%20a=b";
  const headers = [
    ...authorised(account),
    "Idempotency-Key: a\xe9b",
    "X-Request-Id: marked",
    `X-Forwarded-Host: ${marked}`,
    "Origin: https://evil.test",
  ];
  for (const target of ["/api/otp/send/", `/api/otp/send/?${marked}`, `/api/${marked}`]) {
    const answer = await one(gateway, { target, headers, body: `{${fields(account)},"code":"a\\r\\nb: c"}` });
    expect([201, 404]).toContain(answer.status);
    expect(JSON.stringify(answer.headers)).not.toMatch(/marked|evil|set-cookie|location/i);
  }
});
