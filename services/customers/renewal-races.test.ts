import { expect, test } from "vitest";
import { waitingForLocks } from "#bin/fixtures/database.ts";
import { operator } from "#bin/fixtures/gateway.ts";
import { checkLedger, getSubscription } from "#services/figures/subscription-ledger.ts";
import { renewSubscriptions } from "./renewals.ts";
import { extendSubscription } from "./subscriptions.ts";
import { accountId, chain, gateway, grant } from "./test-renewals.ts";

type Tx = Parameters<Parameters<typeof gateway.sql.begin>[1]>[0];

/** Does something that has to wait for another transaction, which then commits. */
async function during(other: (tx: Tx) => Promise<unknown>, work: () => Promise<unknown>) {
  let working: Promise<unknown> | undefined;
  await gateway.sql.begin(async (tx) => {
    await other(tx);
    working = work();
    working.catch(() => {});
    await expect.poll(() => waitingForLocks(gateway.sql)).toBeGreaterThan(0);
  });
  await working;
}

/** A subscription that ends in five minutes. */
async function ending(): Promise<number> {
  const { id } = await grant({ days: 30, renewal: "lapse" });
  await gateway.sql`
    update subscriptions set ends_at = now() + interval '5 minutes', renews_at = now() + interval '5 minutes'
    where id = ${id}`;
  return id;
}

test("a prepared period that is topped up at the moment in which its subscription is extended stays", async () => {
  const id = await ending();
  await renewSubscriptions();
  const next = (await chain())[1]!.id;
  const topUp = async (tx: Tx) => {
    await tx`update subscriptions set quota = quota + 5 where id = ${next}`;
    await tx`
      insert into subscription_changes (subscription_id, kind, credits, ends_at, actor_kind, actor_name)
      select id, 'top_up', 5, ends_at, 'system', 'test' from subscriptions where id = ${next}`;
  };
  await during(topUp, () => extendSubscription(operator, { id, days: 3 }));
  expect(await getSubscription(operator, { id: next })).toMatchObject({ quota: 105 });
  expect(await checkLedger(operator, { id: next })).toMatchObject({ ok: true });
});

test("an account that is suspended at the moment in which its subscription renews gets no further period", async () => {
  await ending();
  const suspend = (tx: Tx) => tx`update accounts set status = 'suspended' where id = ${accountId}`;
  await during(suspend, () => renewSubscriptions());
  expect(await chain()).toHaveLength(1);
});
