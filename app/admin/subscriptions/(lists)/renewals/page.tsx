import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Renewals } from "#components/subscriptions/renewals.tsx";
import { SubscriptionTabs } from "#components/subscriptions/subscriptions.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { RENEWAL_DAYS } from "#core/customer/subscription.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { renewalsDue } from "#services/figures/subscription-ledger.ts";
import { requireAdmin } from "../../../../guards.ts";
import { planChoices, subscriptionActions, subscriptionView } from "../../view.ts";

const CHOICES = [7, RENEWAL_DAYS, 30, 60];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("subscriptions"))("renewals") };
}

export default async function RenewalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const t = await getTranslations("subscriptions");
  const asked = Number((await searchParams).days);
  const days = CHOICES.includes(asked) ? asked : RENEWAL_DAYS;
  const [due, plans] = await Promise.all([renewalsDue(actor, { days }), planChoices(actor)]);
  return (
    <Words of={["subscriptions"]}>
      <PageHeader title={t("title")} lead={t("renewalsLead")} />
      <SubscriptionTabs due={due.length} />
      <nav aria-label={t("within")} className="mb-4 flex flex-wrap items-center gap-2 text-[13px]">
        <span className="text-muted">{t("within")}</span>
        {CHOICES.map((choice) => (
          <Link
            key={choice}
            href={choice === RENEWAL_DAYS ? "/admin/subscriptions/renewals" : `?days=${choice}`}
            aria-current={choice === days ? "true" : undefined}
            className={`inline-flex h-8 items-center rounded-lg border px-3 ${choice === days ? "border-accent font-medium" : "border-border text-muted hover:text-foreground"}`}
          >
            {t("withinDays", { count: choice })}
          </Link>
        ))}
      </nav>
      <Renewals
        rows={due.map(({ reasons, ...row }) => ({ ...subscriptionView(row), reasons }))}
        plans={plans}
        actions={subscriptionActions}
      />
    </Words>
  );
}
