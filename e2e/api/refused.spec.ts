import { approvedTemplate, makeAccount } from "#e2e/account.ts";
import { type Answer, ask, NUMBER, SEND, send } from "#e2e/api.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { expectApiHeaders, standingOf } from "#e2e/standing.ts";

function expectRefusal(answer: Answer, status: number, body: string): void {
  expect([answer.status, answer.text]).toEqual([status, body]);
  expectApiHeaders(answer);
  expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? "Token" : null);
  expect(answer.headers.get("x-quota-remaining")).toBeNull();
}

test("401: each kind of invalid header has its own message", async ({ gateway }) => {
  const { token } = await makeAccount(gateway);
  const absent = "Authentication credentials were not provided.";
  const cases: [string | undefined, string][] = [
    [undefined, absent],
    ["", absent],
    [`Bearer ${token}`, absent],
    [token, absent],
    ["Token", "Invalid token header. No credentials provided."],
    ["Token ", "Invalid token header. No credentials provided."],
    [`Token ${token} x`, "Invalid token header. Token string should not contain spaces."],
    ["Token \xff\xfe", "Invalid token header. Token string should not contain invalid characters."],
    ["Token ag_unknown", "Invalid token."],
    [`Token ${token}x`, "Invalid token."],
    [`Token ${token.toUpperCase()}`, "Invalid token."],
    [`Token ${"a".repeat(4_000)}`, "Invalid token."],
  ];
  for (const [authorization, detail] of cases) {
    for (const [method, path] of [
      ["POST", SEND],
      ["GET", "/api/otp/balance/"],
      ["GET", "/api/otp/messages/1/"],
    ] as const) {
      const answer = await ask(gateway, method, path, {
        headers: authorization === undefined ? {} : { authorization },
      });
      expectRefusal(answer, 401, `{"detail":"${detail}"}`);
    }
  }
  // The scheme is not a matter of case.
  const lower = await ask(gateway, "GET", "/api/otp/balance/", {
    headers: { authorization: `tOKEN  ${token}` },
  });
  expect(lower.status).toBe(200);
});

test("401: a revoked or expired token", async ({ gateway }) => {
  const revoked = await makeAccount(gateway);
  const expired = await makeAccount(gateway);
  await (await gateway.desk()).call("tokens", "revokeToken", { id: revoked.tokenId });
  const sql = await gateway.sql();
  await sql`update api_tokens set expires_at = now() - interval '1 second' where id = ${expired.tokenId}`;
  for (const account of [revoked, expired]) {
    expectRefusal(await send(gateway, account), 401, `{"detail":"Invalid token."}`);
  }
});

test("402: no subscription, or an ended, future, cancelled or used up one", async ({ gateway }) => {
  const none = await makeAccount(gateway, { subscriptions: [] });
  const used = await makeAccount(gateway, { subscriptions: [{ quota: 1 }] });
  expect((await send(gateway, used)).status).toBe(201);
  const sql = await gateway.sql();
  const [ended, future, cancelled] = [
    await makeAccount(gateway),
    await makeAccount(gateway),
    await makeAccount(gateway),
  ];
  await sql`update subscriptions set starts_at = now() - interval '2 days', ends_at = now() where account_id = ${ended.id}`;
  await sql`update subscriptions set starts_at = now() + interval '1 day' where account_id = ${future.id}`;
  await sql`update subscriptions set status = 'cancelled', cancelled_at = now() where account_id = ${cancelled.id}`;
  for (const account of [none, used, ended, future, cancelled]) {
    const before = await standingOf(gateway, account);
    const answer = await send(gateway, account);
    expectRefusal(answer, 402, `{"detail":"No active subscription or insufficient balance."}`);
    expect(await standingOf(gateway, account)).toEqual(before);
  }
});

test("403: an address that is not on the whitelist, an empty whitelist, a suspended account", async ({
  gateway,
}) => {
  const desk = await gateway.desk();
  const elsewhere = await makeAccount(gateway, { whitelist: ["203.0.113.0/24", "::1"] });
  const empty = await makeAccount(gateway, { whitelist: [] });
  for (const account of [elsewhere, empty]) {
    expectRefusal(await send(gateway, account), 403, `{"detail":"IP not whitelisted."}`);
  }
  await desk.call("whitelist", "setWhitelistEnforced", { accountId: empty.id, enforced: "off" });
  expect((await send(gateway, empty)).status).toBe(201);
  const suspended = await makeAccount(gateway);
  await desk.call("accounts", "suspendAccount", { id: suspended.id });
  expectRefusal(await send(gateway, suspended), 403, `{"detail":"Account suspended."}`);
  await desk.call("accounts", "resumeAccount", { id: suspended.id });
  expect((await send(gateway, suspended)).status).toBe(201);
});

test("404: any other path under /api/, with or without a token", async ({ gateway }) => {
  const { token } = await makeAccount(gateway);
  for (const path of [
    "/api",
    "/api/",
    "/api/otp/",
    "/api/otp/sent/",
    "/api/otp/send/x/",
    "/api/v1/otp/send/",
  ]) {
    for (const method of ["GET", "POST"]) {
      expectRefusal(await ask(gateway, method, path), 404, `{"detail":"Not found."}`);
      expectRefusal(await ask(gateway, method, path, { token }), 404, `{"detail":"Not found."}`);
    }
  }
});

test("405: every other method, with the allowed ones", async ({ gateway }) => {
  const { token } = await makeAccount(gateway);
  const endpoints: [string, string, string[]][] = [
    [SEND, "POST", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]],
    ["/api/otp/balance/", "GET, HEAD", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]],
    ["/api/otp/messages/1/", "GET, HEAD", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]],
  ];
  for (const [path, allow, methods] of endpoints) {
    for (const method of methods) {
      const answer = await ask(gateway, method, path, { token });
      expectRefusal(answer, 405, `{"detail":"Method \\"${method}\\" not allowed."}`);
      expect(answer.headers.get("allow")).toBe(allow);
    }
  }
  const head = await ask(gateway, "HEAD", SEND, { token });
  expect([head.status, head.text, head.headers.get("allow")]).toEqual([405, "", "POST"]);
});

test("413: a body over 16 KiB, but not one of exactly 16 KiB", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const fields = JSON.stringify({ gsm: NUMBER, template_id: account.templateId, code: "1" });
  const whole = fields.padEnd(16 * 1024, " ");
  expect((await ask(gateway, "POST", SEND, { token: account.token, body: whole })).status).toBe(201);
  const over = await ask(gateway, "POST", SEND, { token: account.token, body: `${whole} ` });
  expectRefusal(over, 413, `{"detail":"Request body too large."}`);
});

test("415: every media type except JSON", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const body = JSON.stringify({ gsm: NUMBER, template_id: account.templateId, code: "1" });
  const ask415 = (type: string) =>
    ask(gateway, "POST", SEND, { token: account.token, body, headers: { "content-type": type } });
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "application/vnd.api+json",
    "json",
  ]) {
    expectRefusal(await ask415(type), 415, `{"detail":"Unsupported media type \\"${type}\\" in request."}`);
  }
  for (const type of [
    "application/json",
    "Application/JSON; charset=UTF-8",
    "application/json;charset=utf-8",
  ]) {
    expect((await ask415(type)).status, type).toBe(201);
  }
});

test("templates that cannot be sent: another account's, unknown, not approved, archived, without the language", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const stranger = await makeAccount(gateway);
  const desk = await gateway.desk();
  const accountId = account.id;
  const waits = await desk.call("templates", "createTemplate", {
    accountId,
    name: "Waits",
    english: "{code}",
  });
  const rejected = await desk.call("templates", "createTemplate", {
    accountId,
    name: "No",
    english: "{code}",
  });
  await desk.call("decisions", "rejectTemplate", { id: rejected.id, reason: "No" });
  const archived = await approvedTemplate(gateway, accountId, { english: "{code}" });
  await desk.call("templates", "archiveTemplate", { id: archived });
  const arabic = await approvedTemplate(gateway, accountId, { arabic: "{code}" });
  const english = await approvedTemplate(gateway, accountId, { english: "{code}" });

  const cases: [number, 0 | 1, string][] = [
    [stranger.templateId, 1, `{"template_id":["Template not found."]}`],
    [2_147_483_647, 1, `{"template_id":["Template not found."]}`],
    [waits.id, 1, `{"template_id":["This template is not approved yet."]}`],
    [rejected.id, 1, `{"template_id":["This template is not approved yet."]}`],
    [archived, 1, `{"template_id":["This template is archived."]}`],
    [arabic, 1, `{"language":["This template has no approved English text."]}`],
    [english, 0, `{"language":["This template has no approved Arabic text."]}`],
  ];
  for (const [template_id, language, body] of cases) {
    expectRefusal(await send(gateway, account, { template_id, language }), 400, body);
    // Beside another field at fault it is said too.
    const both = await send(gateway, account, { template_id, language, gsm: "1" });
    expect(Object.keys(both.json)).toEqual(["gsm", ...Object.keys(JSON.parse(body))]);
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 0, used: 0 });
});

test("an edit waiting for approval does not stop the approved version", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const desk = await gateway.desk();
  await desk.call("templates", "saveTemplateDraft", { id: account.templateId, english: "New {code}" });
  await desk.call("templates", "submitTemplate", { id: account.templateId });
  expect((await send(gateway, account)).json.message).toBe("Your verification code is: 482910");
  await desk.call("decisions", "approveTemplate", { id: account.templateId });
  expect((await send(gateway, account)).json.message).toBe("New 482910");
});
