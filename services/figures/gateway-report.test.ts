import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { type Planted, plantMessages } from "#bin/fixtures/messages.ts";
import { totalOf } from "#core/message/outcomes.ts";
import { createAccount } from "#services/customers/accounts.ts";
import { grantSubscription } from "#services/customers/subscriptions.ts";
import { createTemplate } from "#services/templates/templates.ts";
import { needsAttention } from "./attention.ts";
import { gatewayHealth } from "./gateway-health.ts";
import { gatewayReport } from "./gateway-report.ts";
import { countLastWeek } from "./message-counts.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

function messages(count: number, status: Planted["status"], age: (n: number) => number): Planted[] {
  return Array.from({ length: count }, (_, n) => ({
    age: age(n),
    status,
    credits: 1,
    took: 2_000,
    released: false,
  }));
}

test("the operator's report ranks the accounts, and its parts add up, before and after the counting job", async () => {
  const customers = [];
  for (let n = 0; n < 10; n++) customers.push(await makeCustomer(`Customer ${n}`));
  await plantMessages(
    gateway.sql,
    ...customers.map((customer, n): [typeof customer, Planted[]] => [
      customer,
      [
        ...messages(10 * (n + 1), "delivered", (at) => at * 90),
        ...messages(n, "failed", (at) => at * 30),
        ...messages(1, "unknown", () => 5),
      ],
    ]),
  );
  const look = async () => {
    const report = await gatewayReport(operator, "30d");
    expect(report.accounts.map(({ name }) => name)).toEqual(
      [9, 8, 7, 6, 5, 4, 3, 2].map((n) => `Customer ${n}`),
    );
    expect(report.accounts.map(({ total }) => total.failed)).toEqual([9, 8, 7, 6, 5, 4, 3, 2]);
    for (const { total, divisions } of report.accounts) {
      expect(divisions.reduce((sum, division) => sum + totalOf(division), 0)).toBe(totalOf(total));
    }
    expect(report.others).toEqual({
      count: 2,
      total: { delivered: 30, sent: 0, pending: 0, unknown: 2, failed: 1 },
      accounts: [],
    });
    const { others } = await gatewayReport(operator, "30d", { all: true });
    expect(others.accounts.map(({ name, total }) => [name, total.delivered, total.failed])).toEqual([
      ["Customer 1", 20, 1],
      ["Customer 0", 10, 0],
    ]);
    expect(report.total).toEqual({ delivered: 550, sent: 0, pending: 0, unknown: 10, failed: 45 });
    // The numbers are Syriatel's or MTN's, as operators are seeded.
    expect(report.failures).toEqual([{ reason: "refused", operatorId: expect.any(Number), count: 45 }]);
    expect(report.answers).toEqual([{ answer: null, hash: "e3b0c44298fc1c14", count: 45 }]);
    return report;
  };
  const live = await look();
  await countLastWeek();
  expect(await look()).toEqual(live);

  // Sums are kept in memory until the next count, and no longer.
  await gateway.sql`update message_counts set delivered = delivered + 1`;
  expect((await gatewayReport(operator, "30d")).total).toEqual(live.total);
  await gateway.sql`
    update messages set status = 'delivered', problem = null where id = (select min(id) from messages where status = 'failed')`;
  await countLastWeek();
  expect((await gatewayReport(operator, "30d")).total).toMatchObject({ delivered: 551, failed: 44 });
});

test("refused requests are counted by account and by what refused them", async () => {
  const [one, two] = [await makeCustomer(), await makeCustomer()];
  for (const { account } of [one, two]) {
    const [token] = await gateway.sql`
      insert into api_tokens (account_id, name, hash, sealed, hint)
      values (${account.id}, 'x', ${Buffer.from(account.name)}, '', 'ag_') returning id`;
    await gateway.sql`
      insert into refusals (account_id, token_id, address, "check", minute, count)
      values (${account.id}, ${token!.id}, '192.0.2.1', 'address', date_trunc('minute', now()), 7),
        (${account.id}, ${token!.id}, '192.0.2.1', 'quota', now() - interval '40 days', 100)`;
  }
  expect((await gatewayReport(operator, "7d")).refusals).toEqual([
    {
      check: "address",
      accountId: one.account.id,
      accountName: { name: one.account.name, arabicName: null },
      count: 7,
    },
    {
      check: "address",
      accountId: two.account.id,
      accountName: { name: two.account.name, arabicName: null },
      count: 7,
    },
  ]);
});

test("pending work: templates by waiting time, accounts by remaining credits", async () => {
  const { sql } = gateway;
  await sql`update accounts set status = 'suspended'`;
  const [calm, full, nearly, soon, past, renewed, long] = [
    await makeCustomer("calm"),
    await makeCustomer("full"),
    await makeCustomer("nearly"),
    await makeCustomer("soon"),
    await makeCustomer("past"),
    await makeCustomer("renewed"),
    await makeCustomer("long ago"),
  ];
  const change = (customer: typeof calm, used: number, endsIn: string) =>
    sql`update subscriptions set used = ${used}, starts_at = now() - interval '90 days',
      ends_at = now() + ${endsIn}::interval where id = ${customer.subscription.id}`;
  await change(calm, 899, "20 days");
  await change(full, 1_000, "20 days");
  await change(nearly, 900, "20 days");
  await change(soon, 10, "3 days");
  await change(past, 10, "-2 days");
  await change(renewed, 10, "2 days");
  await change(long, 10, "-60 days");
  const next = await grantSubscription(operator, { accountId: renewed.account.id, quota: 50 });
  await sql`update subscriptions set starts_at = now() + interval '1 day' where id = ${next.id}`;
  await createAccount(operator, { name: "new" });
  const left = await createAccount(operator, { name: "left before it began" });
  await sql`update accounts set created_at = now() - interval '60 days' where id = ${left.id}`;
  const { id } = await createTemplate(operator, {
    accountId: calm.account.id,
    name: "Later",
    english: "{code}",
  });
  const older = await createTemplate(operator, {
    accountId: full.account.id,
    name: "Older",
    english: "{code}",
  });
  await sql`update template_versions set submitted_at = now() - interval '2 days' where template_id = ${older.id}`;

  const { credits, approvals } = await needsAttention(operator);
  expect(credits.rows.map(({ accountName, state }) => [accountName.name, state])).toEqual([
    ["past", "ended"],
    ["full", "used"],
    ["new", "none"],
    ["nearly", "nearQuota"],
    ["soon", "nearEnd"],
  ]);
  expect([credits.count, credits.stopped]).toEqual([5, 3]);
  expect(approvals.count).toBe(2);
  expect(approvals.rows.map(({ templateId }) => templateId)).toEqual([older.id, id]);
});

test("health: providers by their answers in the last hour, the database, and jobs if a server ran", async () => {
  const { sql } = gateway;
  const customer = await makeCustomer();
  await sql`truncate messages cascade`;
  await plantMessages(
    sql,
    [customer, [...messages(20, "delivered", () => 10), ...messages(6, "failed", () => 5)]],
    [customer, messages(9, "failed", () => 500)],
  );
  const add = async (name: string, kind: string, position: number) => {
    const [row] = await sql<[{ id: number }]>`
      insert into providers (name, kind, config, position) values (${name}, ${kind}, '', ${position}) returning id`;
    return row.id;
  };
  const route = await add("route", "http", 1);
  await sql`update messages set provider_id = ${route}`;
  // What it took is no merit of the provider that refused it first: that one took nothing.
  const refuser = await add("route: never reached", "http", 2);
  await add("unasked", "http", 3);
  await add("sandbox", "sandbox", 4);
  await sql`
    insert into message_attempts (message_id, ordinal, provider_id, state, reason, started_at, ended_at)
    select m.id, a.ordinal, a.provider_id, a.state::attempt_state, a.reason::attempt_reason,
      m.created_at, m.settled_at
    from messages m, (values (1, ${refuser}::int, 'rejected', 'not_taken'), (2, ${route}::int, 'accepted', null))
      as a (ordinal, provider_id, state, reason)
    where status = 'delivered'`;
  const health = await gatewayHealth(operator);
  const common = { kind: "http", enabled: true, takesOver: false, asked: true, answerMs: null, unknown: 0 };
  const none = { ...common, accepted: 0, rejected: 0, state: "idle" };
  expect(health.providers).toMatchObject([
    { ...common, name: "route", accepted: 20, rejected: 6, answerMs: 1_000, state: "trouble" },
    { ...common, name: "route: never reached", accepted: 0, rejected: 20, state: "trouble" },
    { ...none, name: "unasked" },
    { ...none, name: "sandbox", kind: "sandbox", asked: false },
  ]);
  expect(health.database).toMatchObject({ ok: true, mostConnections: expect.any(Number) });
  expect(health.jobs).toEqual([]);
});

test("a developer cannot read it", async () => {
  const { developer } = await makeCustomer();
  const refused = { code: "not_allowed" };
  await expect(gatewayReport(developer, "7d")).rejects.toMatchObject(refused);
  await expect(needsAttention(developer)).rejects.toMatchObject(refused);
  await expect(gatewayHealth(developer)).rejects.toMatchObject(refused);
});
