import { canActFor, canOperate } from "#core/access.ts";
import type { Actor } from "#core/actor.ts";
import { byId } from "#core/id.ts";
import { checked } from "#core/problem.ts";
import { Refused } from "#core/refusal.ts";
import { newSubscription } from "#core/subscription.ts";
import { findAccount } from "#db/queries/accounts.ts";
import { insertSubscription, type SubscriptionRow, selectSubscriptions } from "#db/queries/subscriptions.ts";
import { database } from "#runtime/database.ts";
import { audit } from "./audit.ts";
import { change } from "./change.ts";
import { messageReport } from "./message-report.ts";

export interface Subscription extends Omit<SubscriptionRow, "usedByDeleted"> {
  remaining: number;
  /** Sends are charged to it now: neither cancelled, nor ended, nor yet to begin. */
  current: boolean;
}

function view({ usedByDeleted: _, ...row }: SubscriptionRow): Subscription {
  const now = Date.now();
  const current = row.status === "active" && row.startsAt.getTime() <= now && row.endsAt.getTime() > now;
  return { ...row, remaining: row.quota - row.used, current };
}

/** Credits from now on. Earlier subscriptions go on beside it; the one that ends first is used up first. */
export async function grantSubscription(actor: Actor, input: unknown): Promise<Subscription> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { accountId, quota, days, plan, unit } = checked(newSubscription, input);
  return change(
    async (tx) => {
      const row = await insertSubscription(tx, accountId, { plan, unit, quota, days });
      await audit(tx, actor, {
        action: "subscription.grant",
        subjectId: row.id,
        accountId,
        after: { plan, unit, quota, startsAt: row.startsAt, endsAt: row.endsAt },
      });
      return view(row);
    },
    { subscriptions_account_id_accounts_id_fk: new Refused("account_not_found", { id: accountId }) },
  );
}

/** All of an account's subscriptions, in the order in which sends are charged to them. */
export async function listSubscriptions(actor: Actor, input: unknown): Promise<Subscription[]> {
  const { id } = checked(byId, input);
  if (!canActFor(actor, id)) throw new Refused("not_allowed");
  if (!(await findAccount(database(), id))) throw new Refused("account_not_found", { id });
  return (await selectSubscriptions(database(), id)).map(view);
}

export interface LedgerDay {
  /** The day's beginning. */
  start: Date;
  charged: number;
  returned: number;
}

/**
 * What the last 30 days' sends charged and failures gave back, newest first, by the day on which the message was
 * sent. Days without a message are left out.
 */
export async function ledgerByDay(actor: Actor, accountId: number): Promise<LedgerDay[]> {
  const { divisions } = await messageReport(actor, { accountId, period: "30d" });
  return divisions
    .filter(({ charged }) => charged > 0)
    .map(({ start, charged, returned }) => ({ start, charged, returned }))
    .reverse();
}
