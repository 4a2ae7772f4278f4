import { expect, test } from "vitest";
import { makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { insertNextPeriod } from "#db/queries/customers/renewals.ts";
import { lockSubscription } from "#db/queries/customers/subscriptions.ts";
import { transaction } from "#runtime/database/transaction.ts";
import { env } from "#runtime/env.ts";
import { forgetPresentation } from "#services/gateway/presentation.ts";
import { grantSubscription, listSubscriptions, remember } from "./subscriptions.ts";
import { gateway, grant, send, setZone } from "./test-renewals.ts";

test("subscriptions: granted with the given credits and days, and only to existing accounts", async () => {
  const { account } = await makeCustomer();
  const input = { accountId: account.id, quota: "250", days: 7, plan: "Small", unit: "segment" };
  const granted = await grantSubscription(operator, input);
  expect(granted).toMatchObject({
    quota: 250,
    used: 0,
    remaining: 250,
    plan: "Small",
    unit: "segment",
    current: true,
  });
  expect(granted.endsAt.getTime() - granted.startsAt.getTime()).toBe(7 * 86_400_000);
  // The one that ends first is used first.
  expect((await listSubscriptions(operator, { id: account.id }))[0]?.id).toBe(granted.id);
  await expect(grantSubscription(operator, { accountId: 987654, quota: 5 })).rejects.toMatchObject({
    code: "account_not_found",
  });
  for (const quota of [0, -1, 1.5, 2 ** 31, "many", null]) {
    await expect(grantSubscription(operator, { accountId: account.id, quota })).rejects.toMatchObject({
      fields: { quota: ["quota"] },
    });
  }
});

test("more grants at a time than there are connections all succeed", async () => {
  forgetPresentation();
  const many = Array.from({ length: env().DATABASE_POOL + 5 }, () => grant({}));
  expect(await Promise.all(many)).toHaveLength(many.length);
});

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
