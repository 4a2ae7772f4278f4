import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { ask, SEND, send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expect, test } from "#e2e/shared-gateway.ts";

/** Unlike the one of the other tests, it is in no text of the API. */
const NUMBER = "963944123456";

interface Row {
  id: string;
  method: string;
  path: string;
  status: number;
  error: string | null;
  field: string | null;
  body: string;
  answer: string;
  message_id: string | null;
}

async function rowsOf(gateway: Gateway, account: TestAccount): Promise<Row[]> {
  const sql = await gateway.sql();
  return sql<Row[]>`select * from api_requests where account_id = ${account.id} order by id`;
}

test("every kind of answer is in the request log under its X-Request-Id, without changing the answer", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 3 }] });
  const desk = await gateway.desk();
  const { token } = account;
  const answers = [
    await send(gateway, account, { gsm: NUMBER }),
    await send(gateway, account, { gsm: "963911000001" }),
    await send(gateway, account, { gsm: "12", code: "" }),
    await send(gateway, account, { language: "482910" }),
    await ask(gateway, "POST", SEND, { token, body: '{"code":"482910"' }),
    await send(gateway, account, {}, { "content-type": "text/plain" }),
    await ask(gateway, "POST", SEND, { token, body: `{"code":"${"9".repeat(20_000)}"}` }),
    await ask(gateway, "PUT", `${SEND}?code=482910`, { token }),
    await send(gateway, account, {}, { "idempotency-key": "" }),
    await ask(gateway, "GET", "/api/otp/messages/999999999/", { token }),
    await ask(gateway, "GET", "/api/otp/balance/", { token }),
  ];
  await desk.call("accounts", "suspendAccount", { id: account.id });
  answers.push(await send(gateway, account));
  for (const entry of account.whitelistIds)
    await desk.call("whitelist", "removeFromWhitelist", { id: entry });
  answers.push(await send(gateway, account));
  await desk.call("tokens", "revokeToken", { id: account.tokenId });
  answers.push(await send(gateway, account));
  await expect.poll(async () => (await rowsOf(gateway, account)).length).toBe(answers.length);
  const rows = await rowsOf(gateway, account);
  const known = new Map(rows.map((row) => [row.id, row]));
  const found = answers.map(({ status, headers }) => {
    const row = known.get(headers.get("x-request-id") ?? "");
    expect(row?.status).toBe(status);
    return `${status} ${row?.error ?? "-"} ${row?.field ?? "-"}`;
  });
  expect(found).toEqual([
    "201 - -",
    "502 refused -",
    "400 invalid gsm, code",
    "400 invalid language",
    "400 unreadable -",
    "415 media_type -",
    "413 too_large -",
    "405 method -",
    "400 invalid Idempotency-Key",
    "404 not_found -",
    "200 - -",
    "403 suspended -",
    "403 address -",
    "401 token -",
  ]);
  expect(known.get(answers[0]!.headers.get("x-request-id")!)).toMatchObject({
    method: "POST",
    path: SEND,
    message_id: String(answers[0]!.json.id),
    body: `{"gsm":"9639******56","template_id":${account.templateId},"code":"******"}`,
  });
  const all = JSON.stringify(rows);
  expect(all).not.toContain("482910");
  expect(all).not.toContain(NUMBER);
});

test("requests with unknown tokens write nothing", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const sql = await gateway.sql();
  const unknown = `ag_${"0".repeat(43)}`;
  for (let i = 0; i < 30; i++) expect((await send(gateway, { ...account, token: unknown })).status).toBe(401);
  // What is asked last is written last.
  const last = (await send(gateway, account)).headers.get("x-request-id");
  await expect.poll(async () => (await rowsOf(gateway, account)).map(({ id }) => id)).toEqual([last]);
  const [orphans] =
    await sql`select count(*)::int as n from api_requests where status = 401 and error is distinct from 'token'`;
  expect(orphans).toEqual({ n: 0 });
});
