import { getLocale } from "next-intl/server";
import { nameIn } from "#core/customer/account-name.ts";
import type { Locale } from "#i18n/locale.ts";
import "server-only";
import type {
  GrantChoices,
  SubscriptionActions,
  SubscriptionView,
} from "#components/subscriptions/subscription-view.ts";
import type { Actor } from "#core/access/actor.ts";
import { subscriptionState } from "#core/customer/subscription.ts";
import { listAccounts } from "#services/customers/accounts.ts";
import { listPlans } from "#services/customers/plans.ts";
import type { OwnedSubscription } from "#services/figures/subscription-ledger.ts";
import { cancel, extend, grant, setRenewal, topUp } from "./actions.ts";

export const subscriptionActions: SubscriptionActions = {
  onGrant: grant,
  onTopUp: topUp,
  onExtend: extend,
  onCancel: cancel,
  onRenewal: setRenewal,
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

/** The plans that can be granted, and the accounts. */
export async function grantChoices(actor: Actor): Promise<GrantChoices> {
  const locale = (await getLocale()) as Locale;
  const [accounts, plans] = await Promise.all([listAccounts(actor), listPlans(actor)]);
  return {
    accounts: accounts
      .map((account) => ({ id: account.id, name: nameIn(account, locale) }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    plans: plans.map(({ id, name, quota, days }) => ({ id, name, quota, days })),
  };
}
