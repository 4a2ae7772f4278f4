import type { Actor } from "#core/access/actor.ts";
import { renewalOf } from "#core/customer/subscription.ts";
import { carryOver } from "#db/ledger/grants.ts";
import { insertNextPeriod, selectDueCarries, selectDueRenewals } from "#db/queries/customers/renewals.ts";
import { lockSubscription } from "#db/queries/customers/subscriptions.ts";
import { database } from "#runtime/database/pools.ts";
import { log } from "#runtime/log.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { remember } from "./subscriptions.ts";

/**
 * The job that renews subscriptions. The next period is a subscription of its own, made some minutes before it begins,
 * so that sends never wait for the job. It has the credits and the length with which the period before was granted,
 * whatever became of its plan. Nothing is renewed twice, because a subscription can be the next period of one other
 * only. After a downtime all missed periods are made, each from the one before.
 */

/** How long before its beginning a period is made: several times as long as the job may be late. */
const AHEAD_MS = 10 * 60_000;
const BATCH = 100;

const actor: Actor = { kind: "system", name: "renewal" };

/** Makes the periods that are due, and moves the credits that are carried over. Stops between two of them. */
export async function renewSubscriptions(
  signal?: AbortSignal,
): Promise<{ renewed: number; carried: number }> {
  const zone = await timeZone();
  const done = { renewed: 0, carried: 0 };
  const failed = new Set<number>();
  /** One that fails does not hold up the others; the next run tries it again. */
  const attempt = async (id: number, work: () => Promise<boolean>) => {
    try {
      return await work();
    } catch (error) {
      failed.add(id);
      log().error({ err: error, subscription: id }, "a subscription could not be renewed");
      return false;
    }
  };
  // Carrying comes after each round, because a period that is over already passes its credits on.
  for (let more = true; more && !signal?.aborted; ) {
    more = false;
    for (const id of await selectDueRenewals(database(), AHEAD_MS, BATCH)) {
      if (signal?.aborted || failed.has(id)) continue;
      if (await attempt(id, () => renew(id, zone))) {
        done.renewed++;
        more = true;
      }
    }
    for (const pair of await selectDueCarries(database(), BATCH)) {
      if (signal?.aborted || failed.has(pair.from)) continue;
      if (await attempt(pair.from, () => carry(pair))) {
        done.carried++;
        more = true;
      }
    }
  }
  return done;
}

/** Makes the next period of a subscription. @returns whether it was due. */
async function renew(id: number, zone: string): Promise<boolean> {
  return auditedTransaction(async (tx) => {
    const before = await lockSubscription(tx, id);
    const row = before && (await insertNextPeriod(tx, before, { aheadMs: AHEAD_MS, zone }));
    if (!row) return false;
    const { accountId, plan, unit, quota, startsAt, endsAt } = row;
    await remember(tx, actor, row, { kind: "renew", credits: quota, days: row.periodDays ?? 0, note: "" });
    await audit(tx, actor, {
      action: "subscription.renew",
      subjectId: row.id,
      accountId,
      after: { plan, unit, quota, startsAt, endsAt, renewal: renewalOf(row), renewedFrom: id },
    });
    return true;
  });
}

/** Moves what is left of an ended period to the next one. @returns whether anything was left. */
async function carry({ from: fromId, to: toId }: { from: number; to: number }): Promise<boolean> {
  return auditedTransaction(async (tx) => {
    // In id order, like all locks of subscriptions.
    const [from, to] = [await lockSubscription(tx, fromId), await lockSubscription(tx, toId)];
    if (!from || !to || from.status !== "active" || to.status !== "active" || from.endsAt > new Date())
      return false;
    const moved = await carryOver(tx, from, to);
    if (moved.credits === 0) return false;
    const { credits } = moved;
    await remember(tx, actor, moved.from, { kind: "carry_out", credits: -credits, note: "" });
    await remember(tx, actor, moved.to, { kind: "carry_in", credits, note: "" });
    await audit(tx, actor, {
      action: "subscription.carry_over",
      subjectId: toId,
      accountId: to.accountId,
      before: { quota: to.quota },
      after: { quota: moved.to.quota, credits, renewedFrom: fromId },
    });
    return true;
  });
}
