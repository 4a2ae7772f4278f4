import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { getSubscription } from "#services/figures/subscription-ledger.ts";
import { archivePlan, createPlan, editPlan, listPlans } from "./plans.ts";
import { grantPlan } from "./subscriptions.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let id: number;

beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  customer = await makeCustomer();
  id = customer.subscription.id;
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
