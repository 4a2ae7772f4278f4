import type { Metadata } from "next";
import { getFormatter, getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { FilePanel } from "#components/accounts/file-panel.tsx";
import { barsOf } from "#components/chart/bars.ts";
import { OutcomeChart } from "#components/chart/outcome-chart.tsx";
import { PeriodChoice } from "#components/chart/period-choice.tsx";
import { Figures } from "#components/overview/figures.tsx";
import { LatestMessages } from "#components/overview/latest-messages.tsx";
import { messageFigures } from "#components/overview/message-figures.ts";
import { chartPeriodOf } from "#core/chart-period.ts";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { activeSubscriptions } from "#services/balance.ts";
import { messageReport } from "#services/message-report.ts";
import { listMessages } from "#services/messages.ts";
import { requireAdmin } from "../../../session.ts";
import { type AccountPageProps, accountFile } from "./account.ts";

export async function generateMetadata({ params }: AccountPageProps): Promise<Metadata> {
  return { title: (await accountFile((await params).id)).name };
}

export default async function AccountOverviewPage({
  params,
  searchParams,
}: AccountPageProps & { searchParams: Promise<{ period?: string | string[] }> }) {
  const { actor } = await requireAdmin();
  const { id: accountId, createdAt, ...file } = await accountFile((await params).id);
  const period = chartPeriodOf((await searchParams).period);
  const [t, format, timeZone, locale, report, subscriptions, messages] = await Promise.all([
    getTranslations("overview"),
    getFormatter(),
    getTimeZone(),
    getLocale() as Promise<Locale>,
    messageReport(actor, { accountId, period }),
    activeSubscriptions(accountId),
    listMessages(actor, { accountId, limit: 8 }),
  ]);
  const left = subscriptions.reduce((sum, { quota, used }) => sum + quota - used, 0);
  const path = `/admin/accounts/${accountId}`;
  return (
    <Words of={["chart"]}>
      <div className="flex max-w-[1200px] flex-col gap-6">
        <div className="flex justify-end">
          <PeriodChoice path={path} chosen={period} />
        </div>
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
            hrefOf: (day) => `${path}/messages?period=${day}`,
          })}
        />
        <div className="grid items-start gap-6 lg:grid-cols-[1fr_22rem]">
          <LatestMessages
            messages={messages.map(({ id, number, templateName, status, createdAt: at }) => ({
              id,
              number,
              template: templateName,
              status,
              at: at.toISOString(),
            }))}
          />
          <FilePanel {...file} createdAt={createdAt.toISOString()} />
        </div>
      </div>
    </Words>
  );
}
