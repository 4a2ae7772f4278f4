import "server-only";
import type {
  PlanChoice,
  SubscriptionActions,
  SubscriptionView,
} from "#components/subscriptions/subscription-view.ts";
import type { Actor } from "#core/access/actor.ts";
import { subscriptionState } from "#core/customer/subscription.ts";
import { listPlans } from "#services/customers/plans.ts";
import type { OwnedSubscription } from "#services/figures/subscription-ledger.ts";
import { findAccounts } from "../accounts/find.ts";
import { cancel, extend, grant, setRenewal, topUp } from "./actions.ts";

export const subscriptionActions: SubscriptionActions = {
  onGrant: grant,
  onTopUp: topUp,
  onExtend: extend,
  onCancel: cancel,
  onRenewal: setRenewal,
  findAccounts,
};

/** A subscription as plain values, for client components. */
export function subscriptionView(row: OwnedSubscription): SubscriptionView {
  const {
    id,
    accountId,
    accountName,
    plan,
    unit,
    quota,
    used,
    remaining,
    startsAt,
    endsAt,
    cancelledAt,
    renewal,
  } = row;
  return {
    id,
    accountId,
    accountName,
    plan,
    unit,
    quota,
    used,
    remaining,
    state: subscriptionState(row, new Date()),
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    cancelledAt: cancelledAt?.toISOString() ?? null,
    renewal,
  };
}

/** The plans that can be granted. */
export async function planChoices(actor: Actor): Promise<PlanChoice[]> {
  const plans = await listPlans(actor);
  return plans.map(({ id, name, quota, days, months }) => ({ id, name, quota, days, months }));
}
