import { approvedTemplate, makeAccount } from "#e2e/account.ts";
import { ask, NUMBER, send } from "#e2e/api.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { expectApiHeaders, standingOf } from "#e2e/standing.ts";

test("a send returns the reference's response byte for byte", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const answer = await send(gateway, account, { gsm: NUMBER, code: "482910", language: 1 });
  const sql = await gateway.sql();
  const [row] = await sql`
    select id, status, code_length, segments, credits, language, number,
      to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
    from messages where account_id = ${account.id}`;
  expect(answer.text).toBe(
    `{"id":${row!.id},"gsm":"963911000000","template":${account.templateId},"template_name":"Login OTP","template_code":"482910","message":"Your verification code is: 482910","status":"sent","provider_response":"OK","created_at":"${row!.at}"}`,
  );
  expect(answer.status).toBe(201);
  expectApiHeaders(answer);
  expect(answer.headers.get("x-quota-remaining")).toBe("999");
  expect(row).toMatchObject({ code_length: 6, segments: 1, credits: 1, language: 1, number: NUMBER });
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
});

test("language 0 is Arabic, 1 or a missing one is English, as numbers and as strings", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const cases: [unknown, string][] = [
    [0, "رمز التحقق الخاص بك هو: 0071"],
    ["0", "رمز التحقق الخاص بك هو: 0071"],
    [1, "Your verification code is: 0071"],
    ["1", "Your verification code is: 0071"],
    [undefined, "Your verification code is: 0071"],
  ];
  for (const [language, message] of cases) {
    const answer = await send(gateway, account, { code: "0071", language });
    expect(answer.status, String(language)).toBe(201);
    expect(answer.json.message).toBe(message);
    // Not escaped: clients that print the body show Arabic.
    expect(answer.text).toContain(message);
  }
});

test("input that Django REST framework accepts is accepted: strings as numbers, numbers as strings, spaces", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const id = account.templateId;
  const cases: [string, string, string][] = [
    [`{"gsm":"963911000000","template_id":"${id}","code":482910}`, "963911000000", "482910"],
    [
      `{"gsm":963911000000,"template_id":"${id}.0","code":12345678901234567890}`,
      "963911000000",
      "12345678901234567890",
    ],
    [`{"gsm":" +963 911-000 000 ","template_id":${id},"code":"  48 29\\t"}`, "963911000000", "48 29"],
    [`{"gsm":"00963933111222","template_id":${id},"code":"x"}`, "963933111222", "x"],
    [`{"gsm":"0944555666","template_id":${id},"code":"x"}`, "963944555666", "x"],
    [`{"gsm":"٠٩٤٤٥٥٥٦٦٦","template_id":"٠${id}","code":"٤٨٢"}`, "963944555666", "٤٨٢"],
    [`{"code":"a","gsm":"963911000000","code":"b","template_id":${id},"extra":[{}]}`, "963911000000", "b"],
    [`{"gsm":"963911000000","template_id":${id},"code":"\\ud83d\\ude00"}`, "963911000000", "😀"],
  ];
  for (const [body, gsm, code] of cases) {
    const answer = await ask(gateway, "POST", "/api/otp/send/", { token: account.token, body });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.json).toMatchObject({ gsm, template: id, template_code: code });
  }
});

test("the path works with and without the trailing slash, without a redirect, whatever the query", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const body = { gsm: NUMBER, template_id: account.templateId, code: "1" };
  for (const path of ["/api/otp/send/", "/api/otp/send", "/api/otp/send/?a=1", "/api/otp/send?a=1"]) {
    const answer = await ask(gateway, "POST", path, { token: account.token, body });
    expect(answer.status, path).toBe(201);
  }
  for (const path of ["/api/otp/balance/", "/api/otp/balance"]) {
    expect((await ask(gateway, "GET", path, { token: account.token })).status, path).toBe(200);
  }
});

test("every response has its own request id, whatever id the client sends", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const mine = "00000000-0000-4000-8000-000000000000";
  const ids = new Set<string | null>();
  for (let i = 0; i < 3; i++) {
    const answer = await send(gateway, account, {}, { "X-Request-Id": mine });
    ids.add(answer.headers.get("x-request-id"));
  }
  expect(ids.size).toBe(3);
  expect(ids).not.toContain(mine);
});

test("a subscription per segment is charged by segments, in each alphabet", async ({ gateway }) => {
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 10, unit: "segment" }] });
  const templateId = await approvedTemplate(gateway, account.id, {
    // 60 Arabic letters leave room for 10 of the code's in one segment of 70, and 154 Latin ones for 6 of 160.
    arabic: `${"س".repeat(60)}{code}`,
    english: `${"x".repeat(154)}{code}`,
  });
  const cases: [0 | 1, string, number][] = [
    [0, "1".repeat(10), 1],
    [0, "1".repeat(11), 2],
    [1, "1".repeat(6), 1],
    [1, "1".repeat(7), 2],
    // é is in GSM 03.38; ç is not, and makes the whole text UCS-2: 155 characters in parts of 67.
    [1, "é", 1],
    [1, "ç", 3],
  ];
  let left = 10;
  for (const [language, code, segments] of cases) {
    const answer = await send(gateway, { ...account, templateId }, { code, language });
    left -= segments;
    expect(answer.status, answer.text).toBe(201);
    expect(answer.headers.get("x-quota-remaining"), `${code} in ${language}`).toBe(String(left));
  }
  expect(left).toBe(0);
  expect((await send(gateway, account)).status).toBe(402);
});

test("a message that no single subscription covers is refused, even if their sum would cover it", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway, {
    subscriptions: [
      { quota: 1, unit: "segment" },
      { quota: 1, unit: "segment" },
    ],
  });
  const templateId = await approvedTemplate(gateway, account.id, { arabic: `${"س".repeat(70)}{code}` });
  const long = await send(gateway, { ...account, templateId }, { language: 0 });
  expect(long.status).toBe(402);
  expect(await standingOf(gateway, account)).toEqual({ messages: 0, used: 0 });
  expect((await send(gateway, account)).headers.get("x-quota-remaining")).toBe("1");
  expect((await send(gateway, account)).headers.get("x-quota-remaining")).toBe("0");
});

test("the balance lists active subscriptions in the order in which they are charged", async ({ gateway }) => {
  const account = await makeAccount(gateway, {
    subscriptions: [{ quota: 2 }, { quota: 7, unit: "segment" }, { quota: 5 }],
  });
  const sql = await gateway.sql();
  const [first, second, ended] = account.subscriptionIds as [number, number, number];
  await sql`update subscriptions set starts_at = now() - interval '2 days', ends_at = now() - interval '1 day'
    where id = ${ended}`;
  for (let i = 0; i < 3; i++) await send(gateway, account);
  const answer = await ask(gateway, "GET", "/api/otp/balance/", { token: account.token });
  const ends = await sql<{ at: string }[]>`
    select to_char(ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from subscriptions
    where id in (${first}, ${second}) order by ends_at`;
  expect(answer.text).toBe(
    `{"remaining":6,"subscriptions":[` +
      `{"id":${first},"plan":"Test","unit":"message","quota":2,"used":2,"remaining":0,"ends_at":"${ends[0]!.at}"},` +
      `{"id":${second},"plan":"Test","unit":"segment","quota":7,"used":1,"remaining":6,"ends_at":"${ends[1]!.at}"}]}`,
  );
  expect(answer.status).toBe(200);
  expectApiHeaders(answer);
});

test("a message is shown with its code masked, only to its own account", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const other = await makeAccount(gateway);
  const { json: sent } = await send(gateway, account, { code: "73😀51", language: 0 });
  for (const path of [`/api/otp/messages/${sent.id}/`, `/api/otp/messages/${sent.id}`]) {
    const answer = await ask(gateway, "GET", path, { token: account.token });
    expect(answer.status).toBe(200);
    expectApiHeaders(answer);
    expect(answer.json).toEqual({
      ...sent,
      template_code: "*****",
      message: "رمز التحقق الخاص بك هو: *****",
      status: answer.json.status,
    });
    expect(["sent", "delivered"]).toContain(answer.json.status);
    expect(Object.keys(answer.json)).toEqual(Object.keys(sent));
  }
  const missing = `{"detail":"Not found."}`;
  const foreign = await ask(gateway, "GET", `/api/otp/messages/${sent.id}/`, { token: other.token });
  expect([foreign.status, foreign.text]).toEqual([404, missing]);
  for (const id of ["0", "-1", "x", "1e3", "999999999999999", "9".repeat(40), "%00", `${sent.id}%20`]) {
    const answer = await ask(gateway, "GET", `/api/otp/messages/${id}/`, { token: account.token });
    expect([answer.status, answer.text], id).toEqual([404, missing]);
  }
});
