import type { Metadata } from "next";
import { getFormatter, getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { barsOf } from "#components/chart/bars.ts";
import { OutcomeChart } from "#components/chart/outcome-chart.tsx";
import { PeriodChoice } from "#components/chart/period-choice.tsx";
import { Figures } from "#components/overview/figures.tsx";
import { LatestMessages } from "#components/overview/latest-messages.tsx";
import { messageFigures } from "#components/overview/message-figures.ts";
import { Steps } from "#components/overview/steps.tsx";
import { Subscriptions } from "#components/overview/subscriptions.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { chartPeriodOf } from "#core/chart-period.ts";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { activeSubscriptions } from "#services/balance.ts";
import { messageReport } from "#services/message-report.ts";
import { listMessages } from "#services/messages.ts";
import { presentation } from "#services/presentation.ts";
import { listTemplates } from "#services/templates.ts";
import { listTokens } from "#services/tokens.ts";
import { listWhitelist } from "#services/whitelist.ts";
import { requireDeveloper } from "../../session.ts";

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
  const [t, format, timeZone, { contact }] = await Promise.all([
    getTranslations("overview"),
    getFormatter(),
    getTimeZone(),
    presentation(),
  ]);
  const locale = (await getLocale()) as Locale;
  const [report, subscriptions, messages, templates, tokens, whitelist] = await Promise.all([
    messageReport(actor, { accountId, period }),
    activeSubscriptions(accountId),
    listMessages(actor, { accountId, limit: 8 }),
    listTemplates(actor, { accountId }),
    listTokens(actor, { id: accountId }),
    listWhitelist(actor, { id: accountId }),
  ]);
  const left = subscriptions.reduce((sum, { quota, used }) => sum + quota - used, 0);
  const done = {
    template: templates.length > 0,
    approval: templates.some(({ serving }) => serving !== null),
    whitelist: whitelist.entries.length > 0 || !whitelist.enforced,
    token: tokens.some(({ revokedAt }) => revokedAt === null),
    send: messages.length > 0,
  };
  return (
    <Words of={["chart"]}>
      <PageHeader title={t("title")} lead={t("lead")} action={<PeriodChoice path="/" chosen={period} />} />
      <div className="flex max-w-[1200px] flex-col gap-6">
        {/* Until every step was taken once: from then on it would only be in the way. */}
        {Object.values(done).includes(false) && (
          <Steps
            done={done}
            links={{
              template: "/templates/new",
              approval: "/templates",
              whitelist: "/whitelist",
              token: "/tokens",
              send: "/docs",
            }}
          />
        )}
        <Figures
          figures={[
            ...messageFigures(report, { t, locale }),
            {
              name: t("figures.left"),
              value: format.number(left),
              hint: t("figures.active", { count: subscriptions.length }),
              warn: left === 0,
            },
          ]}
        />
        <OutcomeChart
          title={t(`chart.${report.unit}`)}
          bars={barsOf(report.divisions, {
            unit: report.unit,
            locale,
            timeZone,
            hrefOf: (period) => `/messages?period=${period}`,
          })}
        />
        <div className="grid items-start gap-6 lg:grid-cols-[1fr_22rem]">
          <LatestMessages
            messages={messages.map(({ id, number, templateName, status, createdAt }) => ({
              id,
              number,
              template: templateName,
              status,
              at: createdAt.toISOString(),
            }))}
          />
          <Subscriptions
            subscriptions={subscriptions}
            contact={{ text: contact[locale], link: contact.link }}
          />
        </div>
      </div>
    </Words>
  );
}
