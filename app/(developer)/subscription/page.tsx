import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ContactLine } from "#components/subscription/contact-line.tsx";
import { SubscriptionCard, subscriptionAnchor } from "#components/subscription/subscription-card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { subscriptionState } from "#core/customer/subscription.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { listSubscriptions, type Subscription } from "#services/customers/subscriptions.ts";
import { presentation } from "#services/gateway/presentation.ts";
import { AccountLedgerSection, ledgerAsked } from "../../account/ledger.tsx";
import { requireDeveloper } from "../../guards.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("subscription"))("title") };
}

export default async function SubscriptionPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor, accountId } = await requireDeveloper();
  const t = await getTranslations("subscription");
  const locale = (await getLocale()) as Locale;
  const [{ contact }, subscriptions, ledger] = await Promise.all([
    presentation(),
    listSubscriptions(actor, { id: accountId }),
    ledgerAsked(actor, accountId, await searchParams),
  ]);
  const active = subscriptions.filter(({ current }) => current);
  const scheduled = subscriptions.filter((each) => subscriptionState(each, new Date()) === "notBegun");
  const past = subscriptions.filter((each) => !active.includes(each) && !scheduled.includes(each));
  const cards = (list: Subscription[]) => (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
      {list.map(
        ({ id, plan, unit, quota, used, remaining, startsAt, endsAt, cancelledAt, renewal, status }) => (
          <SubscriptionCard
            key={id}
            id={id}
            log="/messages"
            plan={plan}
            unit={unit}
            quota={quota}
            used={used}
            remaining={remaining}
            startsAt={startsAt.toISOString()}
            endsAt={endsAt.toISOString()}
            cancelledAt={cancelledAt?.toISOString() ?? null}
            renewal={renewal}
            state={subscriptionState({ status, startsAt, endsAt }, new Date())}
          />
        ),
      )}
    </div>
  );
  return (
    <Words of={["subscription"]}>
      <PageHeader title={t("title")} lead={t("lead")} />
      {subscriptions.length === 0 ? (
        <EmptyState
          title={t("emptyTitle")}
          text={t("emptyText")}
          action={<ContactLine text={contact[locale]} link={contact.link} />}
        />
      ) : (
        <div className="flex max-w-[1200px] flex-col gap-8">
          <section>
            <h2 className="mb-3 text-sm font-semibold">{t("active")}</h2>
            {active.length > 0 ? cards(active) : <p className="text-muted">{t("noneActive")}</p>}
            {active.length > 1 && <p className="mt-2 text-[13px] text-muted">{t("order")}</p>}
          </section>
          {scheduled.length > 0 && (
            <section>
              <h2 className="mb-3 text-sm font-semibold">{t("states.notBegun")}</h2>
              {cards(scheduled)}
            </section>
          )}
          <AccountLedgerSection
            ledger={ledger}
            path="/subscription"
            log="/messages"
            files="/subscription"
            subscriptionHref={(id) => `#${subscriptionAnchor(id)}`}
          />
          {past.length > 0 && (
            <section>
              <h2 className="mb-3 text-sm font-semibold">{t("past")}</h2>
              {cards(past)}
            </section>
          )}
          <ContactLine text={contact[locale]} link={contact.link} />
        </div>
      )}
    </Words>
  );
}
