import { getTimeZone, getTranslations } from "next-intl/server";
import { dayPeriod } from "#components/chart/day-period.ts";
import { LedgerTable } from "#components/subscription/ledger-table.tsx";
import { SubscriptionCard } from "#components/subscription/subscription-card.tsx";
import { GrantButton } from "#components/subscriptions/grant-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { subscriptionState } from "#core/customer/subscription.ts";
import { Words } from "#i18n/pick.tsx";
import { listSubscriptions } from "#services/customers/subscriptions.ts";
import { ledgerByDay } from "#services/figures/account-ledger.ts";
import { requireAdmin } from "../../../../../guards.ts";
import { grantChoices, subscriptionActions } from "../../../../subscriptions/view.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

export default async function AccountSubscriptionsPage({ params }: AccountPageProps) {
  const { actor } = await requireAdmin();
  const { id } = await accountFile((await params).id);
  const [t, timeZone, subscriptions, days, choices] = await Promise.all([
    getTranslations("accounts"),
    getTimeZone(),
    listSubscriptions(actor, { id }),
    ledgerByDay(actor, id),
    grantChoices(actor),
  ]);
  const grant = <GrantButton accountId={id} choices={choices} onGrant={subscriptionActions.onGrant} />;
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
          {subscriptions.map(({ startsAt, endsAt, status, ...subscription }) => (
            <SubscriptionCard
              key={subscription.id}
              href={`/admin/subscriptions/${subscription.id}`}
              plan={subscription.plan}
              unit={subscription.unit}
              quota={subscription.quota}
              used={subscription.used}
              remaining={subscription.remaining}
              startsAt={startsAt.toISOString()}
              endsAt={endsAt.toISOString()}
              state={subscriptionState({ status, startsAt, endsAt }, new Date())}
            />
          ))}
        </div>
        <LedgerTable
          days={days.map(({ start, ...day }) => ({
            ...day,
            start: start.toISOString(),
            href: `/admin/accounts/${id}/messages?period=${dayPeriod(start, timeZone)}`,
          }))}
        />
      </div>
    </Words>
  );
}
