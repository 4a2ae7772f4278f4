import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Subscriptions } from "#components/subscriptions/subscriptions.tsx";
import { subscriptionStates } from "#core/customer/subscription.ts";
import { readParams, type SearchParams, searched, someOf, tableParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { countRenewalsDue, listAllSubscriptions } from "#services/figures/subscription-ledger.ts";
import { requireAdmin } from "../../../guards.ts";
import { planChoices, subscriptionActions, subscriptionView } from "../view.ts";

const shape = {
  ...tableParams,
  q: searched,
  state: someOf(subscriptionStates).optional(),
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("subscriptions"))("title") };
}

export default async function SubscriptionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const { q, state, size, after, before } = readParams(shape, await searchParams);
  const [{ rows, pages, count }, plans, due] = await Promise.all([
    listAllSubscriptions(actor, { search: q, states: state, size, after, before }),
    planChoices(actor),
    countRenewalsDue(actor),
  ]);
  return (
    <Words of={["subscriptions", "table"]}>
      <Subscriptions
        rows={rows.map(subscriptionView)}
        pages={pages}
        count={count}
        size={size}
        plans={plans}
        actions={subscriptionActions}
        due={due}
      />
    </Words>
  );
}
