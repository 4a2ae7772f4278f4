import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { prepareDatabase } from "#db/ready.ts";
import {
  checkLedger,
  countRenewalsDue,
  getSubscription,
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
