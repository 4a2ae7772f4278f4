import { connect } from "node:net";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { bytes, exchange, type RawAnswer, type RawRequest, rawRequest } from "#e2e/raw-http.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";
import { until } from "#e2e/until.ts";

const authorised = ({ token }: TestAccount) => [
  `Authorization: Token ${token}`,
  "Content-Type: application/json",
];
const fields = ({ templateId }: TestAccount) => `"gsm":"963911000000","template_id":${templateId}`;
const valid = (account: TestAccount) => `{${fields(account)},"code":"1"}`;

async function one(gateway: Gateway, request: RawRequest): Promise<RawAnswer> {
  const answers = await exchange(gateway, rawRequest(request));
  expect(answers).toHaveLength(1);
  return answers[0]!;
}

test("bytes that are no JSON in UTF-8 are a 400 and change nothing", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const start = `{${fields(account)},"code":"`;
  const cases: [string, string][] = [
    [`${start}\xff"}`, "JSON parse error"],
    [`${start}\xc3\x28"}`, "JSON parse error"],
    [`${start}\xed\xa0\x80"}`, "JSON parse error"],
    [`${start}\xf4\x90\x80\x80"}`, "JSON parse error"],
    [`${start}\xc0\x80"}`, "JSON parse error"],
    [`\xff\xfe{\0}\0`, "JSON parse error"],
    [`\xef\xbb\xbf${valid(account)}`, "JSON parse error"],
    [`${start}a\0b"}`, "Invalid control character"],
    [`${start}a\nb"}`, "Invalid control character"],
    [`${valid(account)}\0`, "JSON parse error - Extra data"],
    [`${valid(account)}{}`, "JSON parse error - Extra data"],
    [`${start}\\u0000"}`, "Null characters are not allowed."],
    [`${start}\\ud800"}`, "Surrogate characters are not allowed: U+D800."],
    [`${start}\\udc00x"}`, "Surrogate characters are not allowed: U+DC00."],
    [`${start}\\x41"}`, "JSON parse error - Invalid \\\\escape"],
    [`{"gsm":"963911000000\\u0000","template_id":1,"code":"1"}`, "Null characters are not allowed."],
    [`{"gsm":"\\ud83d","template_id":1,"code":"1"}`, "Surrogate characters are not allowed"],
    ["[".repeat(8_000), "JSON parse error"],
    [`${"[".repeat(8_000)}${"]".repeat(8_000)}`, "JSON parse error"],
    [`${'{"a":'.repeat(2_500)}1${"}".repeat(2_500)}`, "JSON parse error"],
    [`{${fields(account)},"code":${"[".repeat(500)}${"]".repeat(500)}}`, "Not a valid string."],
    [`{${fields(account)},"code":${"9".repeat(21)}}`, "no more than 20 characters"],
    [`{${fields(account)},"code":${"9".repeat(5_000)}}`, "JSON parse error - Exceeds the limit"],
    [`{${fields(account)},"code":"${"1".repeat(10_000)}"}`, "no more than 20 characters"],
    [`{"gsm":"963911000000","template_id":${"9".repeat(400)},"code":"1"}`, "A valid integer is required."],
    [`{"gsm":"963911000000","template_id":"${"9".repeat(1_001)}","code":"1"}`, "String value too large."],
    [`{"gsm":"963911000000","template_id":9223372036854775807,"code":"1"}`, "Template not found."],
    [`{"gsm":"963911000000","template_id":9223372036854775808,"code":"1"}`, "A valid integer is required."],
    [`{"gsm":"963911000000","template_id":2147483648,"code":"1"}`, "Template not found."],
    [`{"gsm":"963911000000","template_id":-1,"code":"1"}`, "Template not found."],
    [`{"gsm":"963911000000","template_id":1e400,"code":"1"}`, "A valid integer is required."],
    [`{"gsm":"963911000000","template_id":NaN,"code":"1"}`, "not JSON compliant: 'NaN'"],
    [`{"gsm":-Infinity,"template_id":1,"code":"1"}`, "not JSON compliant: '-Infinity'"],
    [`{"gsm":"${"9".repeat(16_000)}","template_id":1,"code":"1"}`, "Enter a valid phone number"],
    [`{${fields(account)},"code":"1","language":"${"0".repeat(15_000)}"}`, "is not a valid choice."],
    [`{${fields(account)},"code":"1","language":1.0}`, "is not a valid choice."],
    [`{${fields(account)},"code":"1","language":true}`, "is not a valid choice."],
    [`{${fields(account)},"code":"1","__proto__":{"code":"2"},"code":null}`, "This field may not be null."],
  ];
  for (const [body, words] of cases) {
    const answer = await one(gateway, { headers: authorised(account), body });
    expect([answer.status, answer.body], JSON.stringify(body.slice(0, 120))).toEqual([
      400,
      expect.stringContaining(words),
    ]);
    expect(answer.headers["content-type"]).toEqual(["application/json"]);
    expect(() => JSON.parse(answer.body)).not.toThrow();
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 0, used: 0 });
});

test("of a key that comes twice the last counts, as in Python", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const body = `{"code":"first",${fields(account)},"code":"last"}`;
  const answer = await one(gateway, { headers: authorised(account), body });
  expect([answer.status, JSON.parse(answer.body).template_code]).toEqual([201, "last"]);
});

test("a media type that is missing, doubled or broken is a 415", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const token = `Authorization: Token ${account.token}`;
  const cases: [string[], string][] = [
    [[], ""],
    [["Content-Type:"], ""],
    [["Content-Type: /"], "/"],
    [["Content-Type: \xff\xfe"], "\xff\xfe"],
    [["Content-Type: application/json", "Content-Type: text/plain"], "application/json, text/plain"],
  ];
  for (const [headers, shown] of cases) {
    const answer = await one(gateway, { headers: [token, ...headers], body: valid(account) });
    expect([answer.status, answer.body]).toEqual([
      415,
      `{"detail":"Unsupported media type \\"${shown}\\" in request."}`,
    ]);
  }
});

test("a chunked body counts as its bytes do", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const headers = [...authorised(account), "Transfer-Encoding: chunked"];
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const chunked = (...parts: string[]) => `${parts.map(chunk).join("")}0\r\n\r\n`;
  const ask = (body: string) => one(gateway, { headers, body, without: ["length"] });
  const text = valid(account);
  expect((await ask(chunked(text.slice(0, 9), text.slice(9)))).status).toBe(201);
  expect((await ask(chunked(...text))).status).toBe(201);
  expect((await ask(chunked(text, " ".repeat(16_384 - text.length)))).status).toBe(201);
  const over = await ask(chunked(text, " ".repeat(16_385 - text.length)));
  expect([over.status, over.body]).toEqual([413, `{"detail":"Request body too large."}`]);
  // One that never ends is answered as soon as it is too large, and not read on.
  const endless = chunk("a".repeat(1_000)).repeat(40);
  expect((await one(gateway, { headers, body: endless, without: ["length"] })).status).toBe(413);
});

test("who goes away in the middle of a body sends nothing, though what came is a whole send", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ host: hostname, port: Number(port) });
  const headers = [...authorised(account), "Content-Length: 100"];
  const cut = rawRequest({ headers, body: valid(account), without: ["length"] });
  await new Promise<void>((resolve) => socket.write(bytes(cut), () => resolve()));
  socket.destroy();
  await until("the request is in the log", () =>
    gateway
      .output()
      .split("\n")
      .some((line) => line.includes(`"account":${account.id},`) && line.includes('"status":400')),
  );
  expect(await standingOf(gateway, account)).toEqual({ messages: 0, used: 0 });
});

test("a length that promises too much is refused before its body comes", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const ask = (headers: string[]) =>
    one(gateway, { headers: [...headers, "Content-Length: 99999999999"], without: ["length"] });
  expect((await ask(authorised(account))).status).toBe(413);
  expect((await ask([])).status).toBe(401);
});

test("a whole address, dots and other spellings in the request line reach the API or nothing", async ({
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

test("a request in small pieces is one request", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const whole = rawRequest({ headers: authorised(account), body: valid(account) });
  const pieces = Array.from({ length: Math.ceil(whole.length / 7) }, (_, i) =>
    whole.subarray(i * 7, i * 7 + 7),
  );
  const answers = await exchange(gateway, ...pieces);
  expect(answers.map(({ status }) => status)).toEqual([201]);
});

test("what two readers could read differently is refused", async ({ gateway }) => {
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

test("an expectation is met, and an offered upgrade is not taken", async ({ gateway }) => {
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

test("nothing that a client sends comes back in a header", async ({ gateway }) => {
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
