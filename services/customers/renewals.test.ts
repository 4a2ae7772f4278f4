import { expect, test } from "vitest";
import { operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { readLedger } from "#services/figures/ledger.ts";
import { checkLedger, getSubscription } from "#services/figures/subscription-ledger.ts";
import { examine } from "#services/upkeep/doctor.ts";
import { resumeAccount, suspendAccount } from "./accounts.ts";
import { archivePlan, createPlan, editPlan } from "./plans.ts";
import { renewSubscriptions } from "./renewals.ts";
import {
  cancelSubscription,
  extendSubscription,
  grantPlan,
  setRenewal,
  topUpSubscription,
} from "./subscriptions.ts";
import { accountId, age, chain, customer, gateway, grant, nextCustomer, send } from "./test-renewals.ts";

test("the next period begins where the last one ends, once, even if several processes renew it", async () => {
  const { id, endsAt } = await grant({ days: 30, renewal: "lapse" });
  await renewSubscriptions();
  expect(await chain()).toHaveLength(1);
  await age(id, 30);
  await Promise.all([renewSubscriptions(), renewSubscriptions(), renewSubscriptions()]);
  const [first, second, ...more] = await chain();
  expect(more).toEqual([]);
  expect(second).toMatchObject({ quota: 100, used: 0, renewedFrom: id, renewal: "lapse" });
  expect(second!.startsAt).toEqual(first!.endsAt);
  expect(Math.abs(second!.endsAt.getTime() - endsAt.getTime())).toBeLessThan(1_000);
  expect(await getSubscription(operator, { id })).toMatchObject({ renewedAs: second!.id });
  const entries = await gateway.sql`
    select actor_kind, actor_name from audit_entries where action = 'subscription.renew' and subject_id = ${String(second!.id)}`;
  expect(entries).toEqual([{ actor_kind: "system", actor_name: "renewal" }]);
  expect(await send()).toBe("message");
});

test("the next period is created some minutes before it begins, and not charged before", async () => {
  const { id } = await grant({ quota: 1, days: 1, renewal: "lapse" });
  expect(await send()).toBe("message");
  await gateway.sql`
    update subscriptions set starts_at = now() - interval '1 day', ends_at = now() + interval '5 minutes',
      renews_at = now() + interval '5 minutes' where id = ${id}`;
  await renewSubscriptions();
  expect(await chain()).toHaveLength(2);
  expect(await send()).toBe("no_credit");
});

test("after a downtime all periods are created, and carried-over credits pass through all of them", async () => {
  const { id } = await grant({ days: 10, renewal: "carry" });
  await age(id, 35);
  expect(await renewSubscriptions()).toMatchObject({ renewed: 3 });
  const periods = await chain();
  expect(periods.map(({ quota }) => quota)).toEqual([0, 0, 0, 400]);
  expect(periods.at(-1)).toMatchObject({ current: true, remaining: 400 });
  for (const { id: each } of periods)
    expect(await checkLedger(operator, { id: each })).toMatchObject({ ok: true });
  expect(await renewSubscriptions()).toEqual({ renewed: 0, carried: 0 });
  const { closing, sums } = await readLedger(operator, { accountId, period: "90d" });
  expect({ closing, ...sums }).toMatchObject({ closing: 400, granted: 1_400, cancelled: 1_000, carried: 0 });
});

test("lapsed credits stay behind, and credits that failed messages return later are carried over, too", async () => {
  const lapses = await grant({ days: 10, renewal: "lapse" });
  await age(lapses.id, 11);
  await renewSubscriptions();
  expect((await chain()).map(({ remaining }) => remaining)).toEqual([100, 100]);
  const { sums } = await readLedger(operator, { accountId, subscriptionId: lapses.id, period: "30d" });
  expect(sums).toMatchObject({ granted: 100, lapsed: 100, carried: 0 });

  await setRenewal(operator, { id: (await chain()).at(-1)!.id, renewal: "off" });
  const carries = await grant({ days: 40, renewal: "carry" });
  await plantMessage(gateway.sql, { ...customer, subscription: carries }, "unknown");
  await age(carries.id, 41);
  await renewSubscriptions();
  const next = (await chain()).find(({ renewedFrom }) => renewedFrom === carries.id)!;
  expect(next.quota).toBe(199);
  await gateway.sql`
    with failed as (
      update messages set status = 'failed', problem = 'released', closed_at = now()
      where subscription_id = ${carries.id} returning credits
    ) update subscriptions set used = used - (select sum(credits) from failed) where id = ${carries.id}`;
  await renewSubscriptions();
  expect(await getSubscription(operator, { id: next.id })).toMatchObject({ quota: 200 });
  expect(await checkLedger(operator, { id: carries.id })).toMatchObject({ ok: true, quota: 0 });
});

test("a suspended account is not renewed; when it is resumed, the next period begins, without those in between", async () => {
  const { id } = await grant({ days: 10, renewal: "lapse" });
  await suspendAccount(operator, { id: accountId });
  await age(id, 35);
  await renewSubscriptions();
  expect(await chain()).toHaveLength(1);
  const before = Date.now();
  await resumeAccount(operator, { id: accountId });
  await renewSubscriptions();
  const [, next, ...more] = await chain();
  expect(more).toEqual([]);
  expect(Math.abs(next!.startsAt.getTime() - before)).toBeLessThan(60_000);
});

test("changing or archiving a plan does not affect renewals", async () => {
  const plan = await createPlan(operator, { name: `plan ${accountId}`, quota: 70, days: 10 });
  const { id } = await grantPlan(operator, { accountId, planId: plan.id, renewal: "lapse" });
  await topUpSubscription(operator, { id, credits: 5 });
  await editPlan(operator, { id: plan.id, name: "other", quota: 1, days: 99, unit: "segment", price: "" });
  await archivePlan(operator, { id: plan.id });
  await age(id, 11);
  await renewSubscriptions();
  const next = (await chain()).at(-1)!;
  expect(next).toMatchObject({ plan: `plan ${accountId}`, planId: plan.id, quota: 70, unit: "message" });
  expect(next.endsAt.getTime() - next.startsAt.getTime()).toBe(10 * 86_400_000);
});

/** A subscription whose next period is made, and has not begun. */
async function prepared() {
  const { id } = await grant({ days: 10, renewal: "lapse" });
  await age(id, 10);
  await gateway.sql`
    update subscriptions set ends_at = now() + interval '5 minutes', renews_at = now() + interval '5 minutes' where id = ${id}`;
  await renewSubscriptions();
  expect(await chain()).toHaveLength(2);
  return id;
}

test("a next period that has not begun is removed when its subscription is extended, cancelled, no longer renewed or suspended", async () => {
  const changes: ((id: number) => Promise<unknown>)[] = [
    (id) => setRenewal(operator, { id, renewal: "off" }),
    (id) => extendSubscription(operator, { id, days: 3 }),
    (id) => cancelSubscription(operator, { id }),
    () => suspendAccount(operator, { id: accountId }),
  ];
  for (const change of changes) {
    const id = await prepared();
    await change(id);
    expect(await chain(), String(change)).toHaveLength(1);
    await renewSubscriptions();
    expect(await chain(), String(change)).toHaveLength(1);
    await nextCustomer();
  }
});

test("a next period that was already changed stays, and the renewal can only be changed there", async () => {
  const id = await prepared();
  const next = (await chain()).at(-1)!.id;
  await topUpSubscription(operator, { id: next, credits: 5 });
  const change = setRenewal(operator, { id, renewal: "off" });
  await expect(change).rejects.toMatchObject({ code: "subscription_renewed", values: { next } });
  expect(await chain()).toHaveLength(2);
});

test("renewal is switched on and off, even for a subscription that has ended", async () => {
  const { id } = await grant({ days: 10 });
  await age(id, 20);
  await renewSubscriptions();
  expect(await chain()).toHaveLength(1);
  const before = Date.now();
  expect(await setRenewal(operator, { id, renewal: "carry", note: "paid" })).toMatchObject({
    renewal: "carry",
  });
  await renewSubscriptions();
  const [, next] = await chain();
  expect(next).toMatchObject({ remaining: 200 });
  expect(Math.abs(next!.startsAt.getTime() - before)).toBeLessThan(60_000);
  await expect(setRenewal(customer.developer, { id, renewal: "off" })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await expect(setRenewal(operator, { id, renewal: "always" })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("a renewal that is set as it was is no change", async () => {
  const { id } = await grant({ days: 1, renewal: "lapse" });
  await gateway.sql`update subscriptions set renews_at = now() + interval '5 minutes',
    ends_at = now() + interval '5 minutes' where id = ${id}`;
  await renewSubscriptions();
  const was = await chain();
  expect(was).toHaveLength(2);
  await setRenewal(operator, { id, renewal: "lapse" });
  expect(await chain()).toEqual(was);
  const entries = gateway.sql`
    select from audit_entries where action = 'subscription.set_renewal' and subject_id = ${String(id)}`;
  expect(await entries).toHaveLength(0);
});

test("a cancelled subscription shows when, and is not renewed", async () => {
  const { id } = await grant({ days: 10, renewal: "lapse" });
  const { cancelledAt, renewal } = await cancelSubscription(operator, { id });
  expect(renewal).toBe("off");
  expect(Math.abs(cancelledAt!.getTime() - Date.now())).toBeLessThan(60_000);
  await age(id, 20);
  await renewSubscriptions();
  expect(await chain()).toHaveLength(1);
});

test("after all this the doctor finds nothing wrong", async () => {
  expect((await examine(operator)).checks.filter(({ ok }) => !ok)).toEqual([]);
});
