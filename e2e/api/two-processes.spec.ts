import { approvedTemplate, makeAccount } from "#e2e/account.ts";
import { type Answer, send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { test as base, expect } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";

const test = base.extend<object, { sibling: Gateway }>({
  sibling: [
    async ({ gateway }, use) => {
      const sibling = await gateway.sibling();
      try {
        await use(sibling);
      } finally {
        await sibling.discard();
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

const byStatus = (answers: Answer[]) =>
  Object.fromEntries(
    [...new Set(answers.map(({ status }) => status))].map((status) => [
      status,
      answers.filter((answer) => answer.status === status).length,
    ]),
  );

async function expectSound(gateway: Gateway): Promise<void> {
  const doctor = await gateway.gate("doctor", "--json");
  expect(doctor.json()).toMatchObject({ ok: true });
  expect(doctor.code).toBe(0);
}

for (const keyed of [false, true]) {
  test(`200 requests at once for the last 50 credits, over two processes and two subscriptions${keyed ? ", each with a key" : ""}`, async ({
    gateway,
    sibling,
  }) => {
    const account = await makeAccount(gateway, { subscriptions: [{ quota: 20 }, { quota: 30 }] });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        send(
          i % 2 ? gateway : sibling,
          account,
          { code: String(i) },
          keyed ? { "Idempotency-Key": `key ${i}` } : {},
        ),
      ),
    );
    expect(byStatus(answers)).toEqual({ 201: 50, 402: 150 });
    const sql = await gateway.sql();
    const rows =
      await sql`select quota, used from subscriptions where account_id = ${account.id} order by quota`;
    expect(rows).toEqual([
      { quota: 20, used: 20 },
      { quota: 30, used: 30 },
    ]);
    expect(await standingOf(gateway, account)).toEqual({ messages: 50, used: 50 });
    const accepted = answers.filter(({ status }) => status === 201);
    expect(new Set(accepted.map(({ json }) => json.id)).size).toBe(50);
    expect(accepted.some(({ headers }) => headers.get("x-quota-remaining") === "0")).toBe(true);
    // What was refused left its key free.
    const [keys] =
      await sql`select count(*)::int as n from idempotency_keys where account_id = ${account.id}`;
    expect(keys!.n).toBe(keyed ? 50 : 0);
    await expectSound(gateway);
  });
}

test("credits returned while others are spent add up correctly", async ({ gateway, sibling }) => {
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 10 }, { quota: 10 }] });
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, i) =>
      send(i % 2 ? gateway : sibling, account, { gsm: i % 3 === 0 ? "963911110001" : "963911110009" }),
    ),
  );
  const counts = byStatus(answers);
  expect(Object.keys(counts).every((status) => ["201", "402", "502"].includes(status))).toBe(true);
  expect(counts[201]).toBeLessThanOrEqual(20);
  expect(await standingOf(gateway, account)).toEqual({
    messages: (counts[201] ?? 0) + (counts[502] ?? 0),
    used: counts[201] ?? 0,
  });
  await expectSound(gateway);
});

test("accounts sending at the same time do not spend each other's credits", async ({ gateway, sibling }) => {
  const accounts = await Promise.all(
    [3, 5, 8, 13].map((quota) => makeAccount(gateway, { subscriptions: [{ quota }] })),
  );
  const answers = await Promise.all(
    accounts.map((account) =>
      Promise.all(Array.from({ length: 20 }, (_, i) => send(i % 2 ? gateway : sibling, account))),
    ),
  );
  expect(answers.map(byStatus)).toEqual([
    { 201: 3, 402: 17 },
    { 201: 5, 402: 15 },
    { 201: 8, 402: 12 },
    { 201: 13, 402: 7 },
  ]);
});

test("rights revoked in one process or on the command line are refused by the other on its next request", async ({
  gateway,
  sibling,
}) => {
  const account = await makeAccount(gateway);
  const desk = await gateway.desk();
  const accepted = async () => {
    for (const server of [gateway, sibling]) expect((await send(server, account)).status).toBe(201);
  };
  const refused = async (status: number) => {
    for (const server of [sibling, gateway]) expect((await send(server, account)).status).toBe(status);
  };
  await accepted();
  await desk.call("accounts", "suspendAccount", { id: account.id });
  await refused(403);
  expect((await gateway.gate("account", "resume", String(account.id))).code).toBe(0);
  await accepted();

  for (const id of account.whitelistIds) {
    expect((await gateway.gate("whitelist", "remove", String(id))).code).toBe(0);
  }
  await refused(403);
  await desk.call("whitelist", "addToWhitelist", { accountId: account.id, range: "127.0.0.1" });
  await accepted();

  await desk.call("templates", "archiveTemplate", { id: account.templateId });
  await refused(400);
  account.templateId = await approvedTemplate(gateway, account.id, { english: "{code}" });
  await accepted();

  const sql = await gateway.sql();
  await sql`update subscriptions set ends_at = now() where account_id = ${account.id}`;
  await refused(402);
  await desk.call("subscriptions", "grantSubscription", { accountId: account.id, quota: 10 });
  await accepted();

  expect((await gateway.gate("token", "revoke", String(account.tokenId))).code).toBe(0);
  await refused(401);
});

test("after a rotation without grace the old token ends at once; with grace both work", async ({
  gateway,
  sibling,
}) => {
  const account = await makeAccount(gateway);
  const desk = await gateway.desk();
  const second = await desk.call("tokens", "rotateToken", { id: account.tokenId, grace: "1h" });
  expect((await send(sibling, account)).status).toBe(201);
  expect((await send(sibling, { ...account, token: second.token })).status).toBe(201);
  const third = await desk.call("tokens", "rotateToken", { id: second.id, grace: "none" });
  expect((await send(sibling, { ...account, token: second.token })).status).toBe(401);
  expect((await send(sibling, { ...account, token: third.token })).status).toBe(201);
});

test("a provider's changed configuration takes effect with the next send, in every process", async ({
  gateway,
  sibling,
}) => {
  const account = await makeAccount(gateway);
  const desk = await gateway.desk();
  await send(sibling, account);
  const off = { url: "http://127.0.0.1:1/", timeout_ms: 1_000 };
  await desk.call("providers", "setProvider", { name: "sandbox", kind: "http", config: off });
  try {
    for (const server of [sibling, gateway]) expect((await send(server, account)).status).toBe(502);
  } finally {
    await desk.call("providers", "setProvider", { name: "sandbox", kind: "sandbox", config: {} });
  }
  for (const server of [sibling, gateway]) expect((await send(server, account)).status).toBe(201);
});

test("a template that is revoked in one process is refused by the next request in the other", async ({
  gateway,
  sibling,
}) => {
  const account = await makeAccount(gateway);
  const desk = await gateway.desk();
  // Both remember the authorisation.
  for (const process of [gateway, sibling, sibling]) expect((await send(process, account)).status).toBe(201);
  await desk.call("decisions", "revokeTemplate", { id: account.templateId, reason: "Names another brand" });
  for (const process of [sibling, gateway, sibling]) expect((await send(process, account)).status).toBe(400);
  expect(await standingOf(gateway, account)).toEqual({ messages: 3, used: 3 });
});
