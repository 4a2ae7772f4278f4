import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { prepareDatabase } from "#db/ready.ts";
import { readLedger } from "#services/figures/ledger.ts";
import {
  checkLedger,
  countRenewalsDue,
  getSubscription,
  latestOfSubscription,
  listAllSubscriptions,
  renewalsDue,
} from "#services/figures/subscription-ledger.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { type SendResult, sendOtp } from "#services/sending/send.ts";
import { examine } from "#services/upkeep/doctor.ts";
import { archivePlan, createPlan, editPlan, listPlans } from "./plans.ts";
import {
  cancelSubscription,
  extendSubscription,
  grantPlan,
  grantSubscription,
  topUpSubscription,
} from "./subscriptions.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let id: number;

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: { delay_ms: 0, reports: false } });
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  customer = await makeCustomer();
  id = customer.subscription.id;
});

function send(): Promise<SendResult> {
  const { account, template } = customer;
  const { id: versionId, english, arabic } = template.serving!;
  return sendOtp(
    { accountId: account.id, tokenId: null, userId: null },
    { number: "963911000000", templateId: template.id, code: "123456", language: 1, idempotencyKey: null },
    { id: template.id, name: template.name, archived: false, versionId, english, arabic },
  );
}

const actions = async () =>
  (
    await gateway.sql<{ action: string; after: { note?: string } }[]>`
      select action, after from audit_entries where account_id = ${customer.account.id}
        and action like 'subscription.%' order by id`
  ).map(({ action, after }) => [action, after.note]);

test("each change records who, what and why, in the history and in the audit log", async () => {
  await topUpSubscription(operator, { id, credits: 500, note: "paid" });
  const longer = await extendSubscription(operator, { id, days: 5, note: "holidays" });
  const ended = await cancelSubscription(operator, { id, note: "moved away" });
  expect(longer.endsAt.getTime() - customer.subscription.endsAt.getTime()).toBe(5 * 86_400_000);
  expect(ended).toMatchObject({ quota: 1_500, status: "cancelled", current: false });
  const { history } = await getSubscription(operator, { id });
  expect(history).toMatchObject([
    { kind: "cancel", credits: 0, days: 0, note: "moved away", actorName: "tester" },
    { kind: "extend", credits: 0, days: 5, note: "holidays" },
    { kind: "top_up", credits: 500, days: 0, note: "paid" },
    { kind: "grant", credits: 1_000, days: 30, note: "" },
  ]);
  expect(await actions()).toEqual([
    ["subscription.grant", undefined],
    ["subscription.top_up", "paid"],
    ["subscription.extend", "holidays"],
    ["subscription.cancel", "moved away"],
  ]);
});

test("a cancelled subscription cannot be topped up, extended or cancelled again", async () => {
  await cancelSubscription(operator, { id });
  const refused = { code: "subscription_cancelled" };
  await expect(topUpSubscription(operator, { id, credits: 1 })).rejects.toMatchObject(refused);
  await expect(extendSubscription(operator, { id, days: 1 })).rejects.toMatchObject(refused);
  await expect(cancelSubscription(operator, { id })).rejects.toMatchObject(refused);
  expect((await getSubscription(operator, { id })).history).toHaveLength(2);
});

test("a developer sees their own subscriptions, can change none, and finds no other account's", async () => {
  const { developer } = customer;
  const other = await makeCustomer();
  expect(await getSubscription(developer, { id })).toMatchObject({ id });
  for (const work of [getSubscription, checkLedger]) {
    await expect(work(developer, { id: other.subscription.id })).rejects.toMatchObject({
      code: "subscription_not_found",
    });
  }
  const plan = await createPlan(operator, { name: `P${id}`, quota: 1, days: 1 });
  for (const forbidden of [
    () => topUpSubscription(developer, { id, credits: 1 }),
    () => extendSubscription(developer, { id, days: 1 }),
    () => cancelSubscription(developer, { id }),
    () => grantSubscription(developer, { accountId: customer.account.id, quota: 1 }),
    () => grantPlan(developer, { accountId: customer.account.id, planId: plan.id }),
    () => listAllSubscriptions(developer, { size: 25 }),
    () => renewalsDue(developer),
    () => countRenewalsDue(developer),
    () => listPlans(developer),
    () => createPlan(developer, { name: "x", quota: 1, days: 1 }),
    () => editPlan(developer, { id: plan.id, name: "x", quota: 1, days: 1 }),
    () => archivePlan(developer, { id: plan.id }),
  ]) {
    await expect(forbidden()).rejects.toMatchObject({ code: "not_allowed" });
  }
});

test("a quota never exceeds the largest countable number", async () => {
  await expect(topUpSubscription(operator, { id, credits: 2_147_483_647 })).rejects.toMatchObject({
    code: "invalid_input",
    fields: { credits: ["quota_total"] },
  });
});

test("concurrent sends use topped-up credits, and move to the next subscription when one is cancelled", async () => {
  await cancelSubscription(operator, { id });
  const { id: first } = await grantSubscription(operator, {
    accountId: customer.account.id,
    quota: 1,
    days: 1,
  });
  const results: SendResult["kind"][] = [];
  let done = false;
  const sender = async () => {
    while (!done) results.push((await send()).kind);
  };
  const desk = async () => {
    for (let i = 0; i < 30; i++) await topUpSubscription(operator, { id: first, credits: 3 });
    await grantSubscription(operator, { accountId: customer.account.id, quota: 500, days: 2 });
    await cancelSubscription(operator, { id: first });
    const before = results.length;
    while (results.length < before + 50) await send();
    done = true;
  };
  await Promise.all([desk(), ...Array.from({ length: 12 }, sender)]);
  const [row] = await gateway.sql`
    select used, quota from subscriptions where id = ${first}`;
  expect(row).toMatchObject({ quota: 91 });
  expect(row!.used).toBeLessThanOrEqual(91);
  expect(new Set(results)).toContain("message");
  expect(await examine(operator)).toMatchObject({ ok: true });
  const all = await listAllSubscriptions(operator, { accountId: customer.account.id, size: 25 });
  expect(all.rows).toHaveLength(3);
  for (const each of all.rows) {
    expect(await checkLedger(operator, { id: each.id })).toMatchObject({ ok: true });
  }
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

test("a plan is copied: subscriptions granted from it do not change with it", async () => {
  const plan = await createPlan(operator, { name: "Business", quota: 50, days: 10, price: "$ 9" });
  const sold = await grantPlan(operator, { accountId: customer.account.id, planId: plan.id, note: "first" });
  expect(sold).toMatchObject({ plan: "Business", planId: plan.id, quota: 50, unit: "message" });
  await editPlan(operator, { id: plan.id, name: "Business 2", quota: 60, days: 10, price: "" });
  expect(await getSubscription(operator, { id: sold.id })).toMatchObject({ plan: "Business", quota: 50 });
  await archivePlan(operator, { id: plan.id });
  await expect(
    grantPlan(operator, { accountId: customer.account.id, planId: plan.id }),
  ).rejects.toMatchObject({ code: "plan_archived" });
  await expect(editPlan(operator, { id: plan.id, name: "x", quota: 1, days: 1 })).rejects.toMatchObject({
    code: "plan_archived",
  });
  expect(await listPlans(operator)).not.toContainEqual(expect.objectContaining({ id: plan.id }));
  expect(await listPlans(operator, { archived: true })).toContainEqual(
    expect.objectContaining({ id: plan.id, running: 1 }),
  );
  // The name is free again.
  await createPlan(operator, { name: "BUSINESS 2", quota: 1, days: 1 });
  await expect(createPlan(operator, { name: "business 2", quota: 1, days: 1 })).rejects.toMatchObject({
    code: "plan_name_taken",
  });
});

test("a plan's length is days or calendar months, never both and never none", async () => {
  const accountId = customer.account.id;
  const monthly = { name: `Monthly ${id}`, quota: 50, months: "1" };
  const plan = await createPlan(operator, { ...monthly, days: undefined });
  expect(plan).toMatchObject({ days: null, months: 1 });
  const sold = await grantPlan(operator, { accountId, planId: plan.id, starts: "2096-01-31" });
  const [stored] = await gateway.sql`
    select period_days, period_months, (ends_at at time zone 'Asia/Damascus')::date::text as ends
    from subscriptions where id = ${sold.id}`;
  expect(stored).toEqual({ period_days: null, period_months: 1, ends: "2096-02-29" });
  const both = { ...monthly, days: 30 };
  for (const act of [() => createPlan(operator, both), () => editPlan(operator, { id: plan.id, ...both })])
    await expect(act()).rejects.toMatchObject({ fields: { months: ["days_or_months"] } });
  const none = { ...monthly, months: "" };
  for (const act of [() => createPlan(operator, none), () => editPlan(operator, { id: plan.id, ...none })])
    await expect(act()).rejects.toMatchObject({ fields: { days: ["days"] } });
  await expect(createPlan(operator, { ...monthly, months: "121" })).rejects.toMatchObject({
    fields: { months: ["months"] },
  });
  expect(await editPlan(operator, { id: plan.id, ...none, days: "45" })).toMatchObject({
    days: 45,
    months: null,
  });
  const entries = await gateway.sql`
    select before, after from audit_entries where action like 'plan.%' and subject_id = ${String(plan.id)} order by id`;
  expect(entries).toEqual([
    { before: null, after: expect.objectContaining({ months: 1 }) },
    { before: expect.objectContaining({ months: 1 }), after: expect.objectContaining({ days: 45 }) },
  ]);
  expect(entries.flatMap(({ before, after }) => [before?.days, after.months])).toEqual([
    undefined,
    1,
    undefined,
    undefined,
  ]);
});

test("an edit that changes nothing is not audited", async () => {
  const values = { name: `Same ${id}`, quota: 5, days: 5, unit: "message", price: "" };
  const plan = await createPlan(operator, values);
  await editPlan(operator, { id: plan.id, ...values });
  const edits = await gateway.sql`
    select 1 from audit_entries where action = 'plan.edit' and subject_id = ${String(plan.id)}`;
  expect(edits).toHaveLength(0);
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
