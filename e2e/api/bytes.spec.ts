import { connect } from "node:net";
import { makeAccount } from "#e2e/account.ts";
import { bytes, rawRequest } from "#e2e/raw-http.ts";
import { authorised, fields, one, valid } from "#e2e/raw-send.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";
import { until } from "#e2e/until.ts";

test("bytes that are not JSON in UTF-8 are a 400 and change nothing", async ({ gateway }) => {
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

test("the last of duplicate keys counts, as in Python", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const body = `{"code":"first",${fields(account)},"code":"last"}`;
  const answer = await one(gateway, { headers: authorised(account), body });
  expect([answer.status, JSON.parse(answer.body).template_code]).toEqual([201, "last"]);
});

test("a missing, duplicate or malformed media type is a 415", async ({ gateway }) => {
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

test("a chunked body is treated like one with a length", async ({ gateway }) => {
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

test("a client that disconnects during its body sends nothing, even if the received part is a complete send", async ({
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

test("a declared length over the limit is refused before the body arrives", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const ask = (headers: string[]) =>
    one(gateway, { headers: [...headers, "Content-Length: 99999999999"], without: ["length"] });
  expect((await ask(authorised(account))).status).toBe(413);
  expect((await ask([])).status).toBe(401);
});
