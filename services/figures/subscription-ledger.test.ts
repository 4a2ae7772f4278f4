import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { prepareDatabase } from "#db/ready.ts";
import {
  cancelSubscription,
  grantSubscription,
  topUpSubscription,
} from "#services/customers/subscriptions.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { examine } from "#services/upkeep/doctor.ts";
import { readLedger } from "./ledger.ts";
import {
  checkLedger,
  countRenewalsDue,
  latestOfSubscription,
  listAllSubscriptions,
  renewalsDue,
} from "./subscription-ledger.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let id: number;

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: {} });
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  customer = await makeCustomer();
  id = customer.subscription.id;
});

test("the ledger adds up, and a mismatch is reported", async () => {
  await plantMessage(gateway.sql, customer, "sent");
  await plantMessage(gateway.sql, customer, "failed");
  await topUpSubscription(operator, { id, credits: 10 });
  expect(await checkLedger(operator, { id })).toEqual({
    granted: 1_010,
    quota: 1_010,
    charged: 2,
    returned: 1,
    used: 1,
    usedByDeleted: 0,
    ok: true,
  });
  await gateway.sql`update subscriptions set quota = quota + 1 where id = ${id}`;
  expect(await checkLedger(operator, { id })).toMatchObject({ ok: false });
  const { checks } = await examine(operator);
  expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(["granted"]);
  await gateway.sql`update subscriptions set quota = quota - 1 where id = ${id}`;
});

test("renewals due: active subscriptions that end soon or are nearly used up", async () => {
  const due = async () =>
    (await renewalsDue(operator)).filter(({ accountId }) => accountId === customer.account.id);
  const before = await countRenewalsDue(operator);
  expect(await due()).toEqual([]);
  await gateway.sql`update subscriptions set ends_at = now() + interval '3 days' where id = ${id}`;
  expect(await due()).toMatchObject([
    { id, reasons: ["ends"], accountName: { name: customer.account.name } },
  ]);
  expect(await renewalsDue(operator, { days: 2 })).not.toContainEqual(expect.objectContaining({ id }));
  const nearly = await grantSubscription(operator, { accountId: customer.account.id, quota: 10, days: 90 });
  await gateway.sql`update subscriptions set used = 10, used_by_deleted = 10 where id = ${nearly.id}`;
  expect((await due()).map((each) => each.id)).toEqual([nearly.id, id]);
  expect(await countRenewalsDue(operator)).toBe(before + 2);
  await cancelSubscription(operator, { id });
  expect((await due()).map((each) => each.id)).toEqual([nearly.id]);
});

test("all subscriptions are listed by state, account and search text, page by page", async () => {
  const accountId = customer.account.id;
  const more = await grantSubscription(operator, { accountId, quota: 5, plan: "100 %_ special" });
  await cancelSubscription(operator, { id });
  const list = (filter: Partial<Parameters<typeof listAllSubscriptions>[1]>) =>
    listAllSubscriptions(operator, { size: 25, ...filter });
  const ids = async (filter: Parameters<typeof list>[0]) => (await list(filter)).rows.map((each) => each.id);
  expect(await ids({ accountId })).toEqual([more.id, id]);
  expect(await ids({ accountId, states: ["cancelled"] })).toEqual([id]);
  expect(await ids({ accountId, states: ["active"] })).toEqual([more.id]);
  expect(await ids({ accountId, states: ["active", "cancelled"] })).toEqual([more.id, id]);
  expect(await ids({ search: "% special" })).toEqual([]);
  expect(await ids({ search: "%_ SPECIAL" })).toEqual([more.id]);
  expect(await ids({ search: "spécial" })).toEqual([more.id]);
  const first = await list({ accountId, size: 1 });
  expect(first).toMatchObject({
    rows: [{ id: more.id }],
    count: 2,
    pages: { before: null, after: String(more.id) },
  });
  const second = await list({ accountId, size: 1, after: first.pages.after! });
  expect(second).toMatchObject({ rows: [{ id }], pages: { before: String(id), after: null } });
  const back = await list({ accountId, size: 1, before: second.pages.before! });
  expect(back).toMatchObject({ rows: [{ id: more.id }], pages: { before: null, after: String(more.id) } });
});

test("a subscription's page has its own messages by day, even after its end; a developer sees only their own", async () => {
  const ids = async (of: number, actor: Parameters<typeof latestOfSubscription>[0] = operator) =>
    (await latestOfSubscription(actor, { id: of })).map((message) => message.id);
  const second = await grantSubscription(operator, { accountId: customer.account.id, quota: 9, days: 90 });
  const first = await plantMessage(gateway.sql, customer, "sent");
  const failed = await plantMessage(gateway.sql, customer, "failed");
  const other = await plantMessage(gateway.sql, { ...customer, subscription: second }, "sent");
  expect([await ids(id), await ids(second.id)]).toEqual([[failed, first], [other]]);
  const ledger = await readLedger(operator, { accountId: customer.account.id, subscriptionId: id });
  expect(ledger.days).toMatchObject([{ granted: 1_000, used: 2, returned: 1, balance: 999 }]);
  await cancelSubscription(operator, { id });
  expect(await ids(id)).toEqual([failed, first]);
  await gateway.sql`
    update subscriptions set starts_at = starts_at - interval '9 days', ends_at = now() where id = ${second.id}`;
  expect(await ids(second.id)).toEqual([other]);
  expect(await ids(id, customer.developer)).toEqual([failed, first]);
  const stranger = await makeCustomer();
  await expect(ids(id, stranger.developer)).rejects.toMatchObject({ code: "subscription_not_found" });
  const asked = { accountId: stranger.account.id, subscriptionId: id };
  await expect(readLedger(stranger.developer, asked)).rejects.toMatchObject({
    code: "subscription_not_found",
  });
});
