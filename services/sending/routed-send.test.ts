import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { setProvider, switchProvider } from "#services/gateway/providers.ts";
import { getMessage } from "#services/message-log/messages.ts";
import { closeProviders } from "./provider-chain.ts";
import { sendOtp } from "./send.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;

beforeAll(async () => {
  gateway = await freshGateway();
  for (const name of ["first", "second"]) await setProvider(operator, { name, kind: "sandbox", config: {} });
  customer = await makeCustomer();
});
afterAll(async () => {
  await closeProviders();
  await gateway.drop();
});
beforeEach(async () => {
  await gateway.sql`delete from routes`;
  await gateway.sql`update providers set demands_approval = false, enabled = true`;
});

const route = async (prefix: string, provider: string, accountId: number | null = null) => {
  await gateway.sql`
    with added as (insert into routes (prefix, account_id) values (${prefix}, ${accountId}) returning id)
    insert into route_providers (route_id, position, provider_id)
    select added.id, 1, p.id from added, providers p where p.name = ${provider}`;
};

/** As a request sends: with the version that its authorisation has just read. */
async function send(number = "963931234567", idempotencyKey: string | null = null) {
  const { account, template } = customer;
  const [row] = await gateway.sql`select version::text as version from routing_version`;
  const { id, name, serving } = template;
  const asked = {
    id,
    name,
    archived: false,
    versionId: serving!.id,
    english: serving!.english,
    arabic: serving!.arabic,
  };
  const sender = { accountId: account.id, tokenId: null, userId: customer.developer.id };
  const input = { number, templateId: id, code: "482910", language: 1 as const, idempotencyKey };
  return sendOtp(sender, input, asked, row!.version);
}

const logged = async () =>
  (
    await gateway.sql`
      select m.status, m.problem, p.name as provider, m.route_prefix as prefix, m.route_own as own, m.provider_response as response
      from messages m left join providers p on p.id = m.provider_id order by m.id desc limit 1`
  )[0];
const used = async () =>
  (await gateway.sql`select used from subscriptions where id = ${customer.subscription.id}`)[0]!.used;

test("the route of a message is in the log, and a changed route takes effect with the next send", async () => {
  await send();
  expect(await logged()).toMatchObject({ status: "sent", provider: "first", prefix: null, own: null });
  await route("9639", "second");
  await send();
  expect(await logged()).toMatchObject({ provider: "second", prefix: "9639", own: false });
  await route("9639", "first", customer.account.id);
  const sent = await send();
  const id = sent.kind === "message" && sent.message.id;
  expect(await getMessage(operator, { id })).toMatchObject({ route: { prefix: "9639", own: true } });
  expect(await getMessage(customer.developer, { id })).toMatchObject({ route: null });
  expect(await logged()).toMatchObject({ provider: "first", prefix: "9639", own: true });
});

test("without a route the message fails with a reason and is not charged; a replay answers the same", async () => {
  await route("96394", "first");
  const before = await used();
  const sent = await send("963931234567", "a-key");
  expect(sent).toMatchObject({ kind: "message", remaining: null, message: { status: "failed" } });
  expect(await logged()).toEqual({
    status: "failed",
    problem: "no_route",
    provider: null,
    prefix: null,
    own: null,
    response: "Not sent (no route for this prefix)",
  });
  expect(await used()).toBe(before);
  const again = await send("963931234567", "a-key");
  expect(again).toMatchObject({
    replayed: true,
    message: { id: sent.kind === "message" && sent.message.id, status: "failed" },
  });
});

test("without the operator's approval the next provider delivers; without any provider the message fails", async () => {
  await gateway.sql`update providers set demands_approval = true where name = 'first'`;
  await send();
  expect(await logged()).toMatchObject({ provider: "second" });
  await gateway.sql`update providers set demands_approval = true`;
  const before = await used();
  await send();
  expect(await logged()).toMatchObject({
    status: "failed",
    problem: "approval_missing",
    provider: null,
    response: "Not sent (operator approval missing)",
  });
  expect(await used()).toBe(before);
  await gateway.sql`
    insert into operator_approvals (version_id, provider_id, language, state, approved_as)
    select ${customer.template.serving!.id}, id, 1, 'accepted', 'text' from providers where name = 'first'`;
  await send();
  expect(await logged()).toMatchObject({ status: "sent", provider: "first" });
});

test("if all providers of a route are off, nothing is charged or written", async () => {
  await route("963", "second");
  await switchProvider(operator, { name: "second", enabled: false });
  const [before, count] = [await used(), (await gateway.sql`select count(*)::int as n from messages`)[0]!.n];
  expect(await send()).toEqual({ kind: "no_provider" });
  expect([await used(), (await gateway.sql`select count(*)::int as n from messages`)[0]!.n]).toEqual([
    before,
    count,
  ]);
});
