import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { PeriodChoice } from "#components/chart/period-choice.tsx";
import { Steps } from "#components/overview/steps.tsx";
import { Subscriptions } from "#components/overview/subscriptions.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { canActFor } from "#core/access/access.ts";
import { chartPeriodOf } from "#core/table/chart-period.ts";
import type { Locale } from "#i18n/locale.ts";
import { listTokens } from "#services/customers/tokens.ts";
import { listWhitelist } from "#services/customers/whitelist.ts";
import { presentation } from "#services/gateway/presentation.ts";
import { listTemplates } from "#services/templates/templates.ts";
import { AccountOverview, readOverview } from "../../account/overview.tsx";
import { requireDeveloper } from "../../guards.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

export default async function OverviewPage({
  searchParams,
}: {
  searchParams: Promise<{ period?: string | string[] }>;
}) {
  const { actor, accountId } = await requireDeveloper();
  const period = chartPeriodOf((await searchParams).period);
  const [t, locale, { contact }, overview, templates, tokens, whitelist] = await Promise.all([
    getTranslations("overview"),
    getLocale() as Promise<Locale>,
    presentation(),
    readOverview(actor, accountId, period),
    listTemplates(actor, { accountId }),
    listTokens(actor, { id: accountId }),
    listWhitelist(actor, { id: accountId }),
  ]);
  const done = {
    template: templates.length > 0,
    approval: templates.some(({ serving }) => serving !== null),
    credit: overview.subscriptions.length > 0 || overview.messages.length > 0,
    whitelist: whitelist.entries.length > 0 || !whitelist.enforced,
    token: tokens.some(({ revokedAt }) => revokedAt === null),
    send: overview.messages.length > 0,
  };
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} action={<PeriodChoice path="/" chosen={period} />} />
      <div className="flex max-w-[1200px] flex-col gap-6">
        {/* Shown until every step has been done once. */}
        {canActFor(actor, accountId) && Object.values(done).includes(false) && (
          <Steps
            done={done}
            links={{
              template: "/templates/new",
              approval: "/templates",
              credit: "/subscription",
              whitelist: "/whitelist",
              token: "/tokens",
              send: "/docs",
            }}
          />
        )}
        <AccountOverview
          {...overview}
          side="developer"
          log="/messages"
          credits="/subscription"
          aside={
            <Subscriptions
              subscriptions={overview.subscriptions}
              contact={{ text: contact[locale], link: contact.link }}
            />
          }
        />
      </div>
    </>
  );
}
