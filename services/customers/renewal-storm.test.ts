import { expect, test } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import { Refused } from "#core/input/refusal.ts";
import { checkLedger } from "#services/figures/subscription-ledger.ts";
import { resumeAccount, suspendAccount } from "./accounts.ts";
import { renewSubscriptions } from "./renewals.ts";
import {
  cancelSubscription,
  extendSubscription,
  listSubscriptions,
  setRenewal,
  topUpSubscription,
} from "./subscriptions.ts";
import { accountId, gateway, grant, nextCustomer, send } from "./test-renewals.ts";

/** Numbers that look random and are the same in every run. */
function series(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

test.each([1, 2, 3])(
  "two runs of the renewal job, changes by people and sends at once lose no credit (%i)",
  async (seed) => {
    await nextCustomer();
    const pick = series(seed);
    const ids: number[] = [];
    for (const renewal of ["carry", "carry", "lapse", "off"]) {
      ids.push((await grant(pick(2) ? { months: 1, renewal } : { days: 30, renewal })).id);
    }
    // Some ended long ago and missed periods, some end in these seconds, some in minutes.
    for (const id of ids) {
      const by = ["95 days", "62 days", "30 days", "29 days 23:59:59", "29 days 23:55:00"][pick(5)]!;
      await gateway.sql`
      update subscriptions set starts_at = starts_at - ${by}::interval, ends_at = ends_at - ${by}::interval,
        renews_at = renews_at - ${by}::interval where id = ${id}`;
    }
    const known = async () => (await listSubscriptions(operator, { id: accountId })).map(({ id }) => id);
    for (let round = 0; round < 4; round++) {
      const all = await known();
      const some = () => all[pick(all.length)]!;
      const acts: (() => Promise<unknown>)[] = [
        () => renewSubscriptions(),
        () => renewSubscriptions(),
        ...Array.from({ length: 8 }, () => () => send()),
        ...[some(), some()].map((id) => () => topUpSubscription(operator, { id, credits: 1 + pick(5) })),
        ...[some(), some()].map((id) => () => extendSubscription(operator, { id, days: 1 + pick(3) })),
        ...[some(), some()].map(
          (id) => () => setRenewal(operator, { id, renewal: ["off", "lapse", "carry"][pick(3)] }),
        ),
        () => (pick(4) === 0 ? cancelSubscription(operator, { id: some() }) : send()),
        async () => {
          await suspendAccount(operator, { id: accountId });
          await resumeAccount(operator, { id: accountId });
        },
      ];
      const results = await Promise.allSettled(acts.map((act) => act()));
      for (const result of results) {
        if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Refused);
      }
    }
    await renewSubscriptions();
    for (const id of await known())
      expect(await checkLedger(operator, { id }), String(id)).toMatchObject({ ok: true });
    const [sums] = await gateway.sql`
    select sum(c.credits) filter (where kind = 'carry_out') as gone, sum(c.credits) filter (where kind = 'carry_in') as came
    from subscription_changes c join subscriptions s on s.id = c.subscription_id where s.account_id = ${accountId}`;
    expect(Number(sums!.gone) + Number(sums!.came)).toBe(0);
  },
);
