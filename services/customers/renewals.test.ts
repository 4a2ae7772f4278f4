import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { insertNextPeriod } from "#db/queries/customers/renewals.ts";
import { lockSubscription } from "#db/queries/customers/subscriptions.ts";
import { prepareDatabase } from "#db/ready.ts";
import { transaction } from "#runtime/database/transaction.ts";
import { readLedger } from "#services/figures/ledger.ts";
import { checkLedger, getSubscription } from "#services/figures/subscription-ledger.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { changeSettings } from "#services/gateway/settings.ts";
import { sendOtp } from "#services/sending/send.ts";
import { examine } from "#services/upkeep/doctor.ts";
import { resumeAccount, suspendAccount } from "./accounts.ts";
import { archivePlan, createPlan, editPlan } from "./plans.ts";
import { renewSubscriptions } from "./renewals.ts";
import {
  cancelSubscription,
  extendSubscription,
  grantPlan,
  grantSubscription,
  listSubscriptions,
  remember,
  setRenewal,
  topUpSubscription,
} from "./subscriptions.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let accountId: number;

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: { delay_ms: 0, reports: false } });
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  customer = await makeCustomer();
  accountId = customer.account.id;
  await cancelSubscription(operator, { id: customer.subscription.id });
});

const grant = (input: object) => grantSubscription(operator, { accountId, quota: 100, ...input });
/** Moves a subscription, its renewal and its history into the past. */
async function age(id: number, days: number) {
  const by = gateway.sql`make_interval(days => ${days})`;
  await gateway.sql`
    update subscriptions set starts_at = starts_at - ${by}, ends_at = ends_at - ${by}, renews_at = renews_at - ${by}
    where id = ${id}`;
  await gateway.sql`
    update subscription_changes set at = at - ${by}, ends_at = ends_at - ${by} where subscription_id = ${id}`;
}
const chain = async () =>
  (await listSubscriptions(operator, { id: accountId })).filter(({ id }) => id !== customer.subscription.id);
const send = async () => {
  const { account, template } = customer;
  const { id: versionId, english, arabic } = template.serving!;
  const { kind } = await sendOtp(
    { accountId: account.id, tokenId: null, userId: null },
    { number: "963911000000", templateId: template.id, code: "123456", language: 1, idempotencyKey: null },
    { id: template.id, name: template.name, archived: false, versionId, english, arabic },
  );
  return kind;
};
const setZone = (timeZone: string) => changeSettings(operator, { group: "timeZone", value: { timeZone } });

test("a scheduled subscription is charged from its start on and not before", async () => {
  const { id, current, startsAt } = await grant({ starts: "2030-01-01" });
  expect(current).toBe(false);
  // Midnight in Damascus.
  expect(startsAt.toISOString()).toBe("2029-12-31T21:00:00.000Z");
  expect(await send()).toBe("no_credit");
  await gateway.sql`update subscriptions set starts_at = now() + interval '1 hour' where id = ${id}`;
  expect(await send()).toBe("no_credit");
  // `now()` of the sending statement is not before this one's.
  await gateway.sql`update subscriptions set starts_at = now() where id = ${id}`;
  expect(await send()).toBe("message");
});

test.each([
  ["2020-01-01", "in the past"],
  ["2030-02-30", "not a day"],
  ["2030-01-01T25:00", "not a time"],
  ["tomorrow", "a word"],
  ["2030-01-01\0", "a null character"],
])("%j is not a valid start: %s", async (starts) => {
  await expect(grant({ starts })).rejects.toMatchObject({ code: "invalid_input" });
});

test("today is a valid start and means now", async () => {
  const today = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: "Asia/Damascus" });
  expect(await grant({ starts: today.format(new Date()) })).toMatchObject({ current: true });
});

test.each([
  ["Asia/Damascus", "2031-01-31", 1, ["2031-02-28", "2031-03-31", "2031-04-30", "2031-05-31"]],
  ["Europe/Berlin", "2031-01-30", 1, ["2031-02-28", "2031-03-30", "2031-04-30", "2031-05-30"]],
  ["Asia/Kathmandu", "2031-11-30", 3, ["2032-02-29", "2032-05-30", "2032-08-30", "2032-11-30"]],
])(
  "in %s, months from %s on end on the same day at midnight, or on the last one",
  async (zone, starts, months, ends) => {
    await setZone(zone);
    let { id, endsAt } = await grant({ starts, months, renewal: "lapse" });
    const local = new Intl.DateTimeFormat("sv-SE", {
      dateStyle: "short",
      timeStyle: "medium",
      timeZone: zone,
    });
    const got = [local.format(endsAt)];
    while (got.length < ends.length) {
      // The present is as good as the period's end: what is renewed only looks at the latter.
      await gateway.sql`update subscriptions set renews_at = ends_at where id = ${id}`;
      const [next] = await gateway.sql<
        { id: number; ends: Date }[]
      >`select id, ends_at as ends from subscriptions where renewed_from = ${id}`;
      if (!next) {
        await makeNext(id, zone);
        continue;
      }
      ({ id } = next);
      endsAt = next.ends;
      got.push(local.format(endsAt));
    }
    expect(got).toEqual(ends.map((day) => `${day} 00:00:00`));
    await setZone("Asia/Damascus");
  },
);

/** Makes the next period as the job does, however far it is in the future. */
async function makeNext(id: number, zone: string) {
  await transaction(async (tx) => {
    const next = await insertNextPeriod(tx, (await lockSubscription(tx, id))!, { aheadMs: 1e13, zone });
    await remember(tx, operator, next!, { kind: "renew", credits: next!.quota, note: "" });
  });
}

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
    customer = await makeCustomer();
    accountId = customer.account.id;
    await cancelSubscription(operator, { id: customer.subscription.id });
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
