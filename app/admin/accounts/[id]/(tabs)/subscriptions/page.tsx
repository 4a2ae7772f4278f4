import { getTranslations } from "next-intl/server";
import { SubscriptionCard } from "#components/subscription/subscription-card.tsx";
import { GrantButton } from "#components/subscriptions/grant-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { subscriptionState } from "#core/customer/subscription.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { listSubscriptions } from "#services/customers/subscriptions.ts";
import { AccountLedgerSection, ledgerAsked } from "../../../../../account/ledger.tsx";
import { requireAdmin } from "../../../../../guards.ts";
import { planChoices, subscriptionActions } from "../../../../subscriptions/view.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

export default async function AccountSubscriptionsPage({
  params,
  searchParams,
}: AccountPageProps & { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const { id } = await accountFile((await params).id);
  const [t, subscriptions, ledger, plans] = await Promise.all([
    getTranslations("accounts"),
    listSubscriptions(actor, { id }),
    ledgerAsked(actor, id, await searchParams),
    planChoices(actor),
  ]);
  const grant = <GrantButton accountId={id} plans={plans} onGrant={subscriptionActions.onGrant} />;
  if (subscriptions.length === 0) {
    return (
      <Words of={["subscriptions"]}>
        <EmptyState title={t("noSubscriptions")} text={t("noSubscriptionsText")} action={grant} />
      </Words>
    );
  }
  return (
    <Words of={["subscription", "subscriptions"]}>
      <PageHeader title={t("tabs.subscriptions")} lead={t("subscriptionsLead")} action={grant} level={2} />
      <div className="flex max-w-[1200px] flex-col gap-6">
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          {subscriptions.map(({ startsAt, endsAt, cancelledAt, status, ...subscription }) => (
            <SubscriptionCard
              key={subscription.id}
              id={subscription.id}
              log={`/admin/accounts/${id}/messages`}
              href={`/admin/subscriptions/${subscription.id}`}
              plan={subscription.plan}
              unit={subscription.unit}
              quota={subscription.quota}
              used={subscription.used}
              remaining={subscription.remaining}
              startsAt={startsAt.toISOString()}
              endsAt={endsAt.toISOString()}
              cancelledAt={cancelledAt?.toISOString() ?? null}
              renewal={subscription.renewal}
              state={subscriptionState({ status, startsAt, endsAt }, new Date())}
            />
          ))}
        </div>
        <AccountLedgerSection
          ledger={ledger}
          path={`/admin/accounts/${id}/subscriptions`}
          log={`/admin/accounts/${id}/messages`}
          files={`/admin/accounts/${id}/subscriptions`}
          subscriptionHref={(each) => `/admin/subscriptions/${each}`}
        />
      </div>
    </Words>
  );
}
