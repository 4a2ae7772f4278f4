import type { Metadata } from "next";
import { getFormatter, getLocale, getNow, getTimeZone, getTranslations } from "next-intl/server";
import { AccountsChart } from "#components/admin-overview/accounts-chart.tsx";
import { FailureReasons } from "#components/admin-overview/failure-reasons.tsx";
import { Health } from "#components/admin-overview/health.tsx";
import { ShortOfCredit } from "#components/admin-overview/short-of-credit.tsx";
import { WaitingApprovals } from "#components/admin-overview/waiting-approvals.tsx";
import { CarrierAlarms } from "#components/carriers/carrier-alarms.tsx";
import { barsOf } from "#components/chart/bars.ts";
import { chartPeriodFilter } from "#components/chart/day-period.ts";
import { OutcomeChart } from "#components/chart/outcome-chart.tsx";
import { PeriodChoice } from "#components/chart/period-choice.tsx";
import { Figures } from "#components/overview/figures.tsx";
import { messageFigures } from "#components/overview/message-figures.ts";
import { KeepFresh } from "#components/time/keep-fresh.tsx";
import { relativeUnit } from "#components/time/relative.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { nameIn } from "#core/customer/account-name.ts";
import { chartPeriodOf } from "#core/table/chart-period.ts";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { needsAttention } from "#services/figures/attention.ts";
import { gatewayHealth } from "#services/figures/gateway-health.ts";
import { gatewayReport } from "#services/figures/gateway-report.ts";
import { carrierAlarms } from "#services/providers/carriers.ts";
import { requireAdmin } from "../../guards.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("common.nav"))("overview") };
}

export default async function AdminOverviewPage({
  searchParams,
}: {
  searchParams: Promise<{
    period?: string | string[];
    short?: string | string[];
    refused?: string | string[];
    accounts?: string | string[];
  }>;
}) {
  const { actor } = await requireAdmin();
  const { period: asked, short, refused, accounts } = await searchParams;
  const period = chartPeriodOf(asked);
  const [t, overview, nav, format, timeZone, now] = await Promise.all([
    getTranslations("adminOverview"),
    getTranslations("overview"),
    getTranslations("common.nav"),
    getFormatter(),
    getTimeZone(),
    getNow(),
  ]);
  const locale = (await getLocale()) as Locale;
  const [report, { approvals, credits }, health, alarms] = await Promise.all([
    gatewayReport(actor, period, { all: accounts === "all" }),
    needsAttention(actor, { all: short === "all" }),
    gatewayHealth(actor),
    carrierAlarms(actor),
  ]);
  const words = {
    unit: report.unit,
    locale,
    timeZone,
    hrefOf: (period: string) => `/admin/messages?period=${period}`,
  };
  const whole = chartPeriodFilter(report.divisions, { unit: report.unit, timeZone });
  const log = `/admin/messages?period=${whole}`;
  const allShort = `/admin?period=${period}&short=all#short-of-credit`;
  const longest = approvals.rows[0]?.submittedAt;
  return (
    <Words of={["chart", "adminOverview", "carriers"]}>
      <KeepFresh seconds={60} />
      <PageHeader
        title={nav("overview")}
        lead={t("lead")}
        action={<PeriodChoice path="/admin" chosen={period} />}
      />
      <div className="flex max-w-[1200px] flex-col gap-6">
        <CarrierAlarms alarms={alarms} link />
        <Figures
          figures={[
            ...messageFigures(report, { t: overview, locale, log }).slice(0, 2),
            {
              name: t("figures.approvals"),
              value: format.number(approvals.count),
              hint: longest
                ? t("figures.longest", {
                    when: format.relativeTime(longest, { now, unit: relativeUnit(longest, now) }),
                  })
                : t("figures.nothingWaits"),
              href: "/admin/approvals",
            },
            {
              name: t("figures.credits"),
              value: format.number(credits.count),
              hint: t("figures.stopped", { count: credits.stopped }),
              warn: credits.stopped > 0,
              href: allShort,
            },
          ]}
        />
        <OutcomeChart
          title={overview(`chart.${report.unit}`)}
          href={log}
          bars={barsOf(report.divisions, words)}
        />
        <AccountsChart
          accounts={report.accounts.map(({ id, total, divisions, ...names }) => ({
            id,
            name: nameIn(names, locale),
            total,
            bars: barsOf(divisions, {
              ...words,
              hrefOf: (period) => `/admin/messages?account=${id}&period=${period}`,
            }),
            href: `${log}&account=${id}`,
          }))}
          others={{
            ...report.others,
            accounts: report.others.accounts.map(({ id, total, ...names }) => ({
              id,
              name: nameIn(names, locale),
              total,
              href: `${log}&account=${id}`,
            })),
          }}
          all={`/admin?period=${period}&accounts=all#messages-by-account`}
        />
        {/* Two columns of their own, so that a long panel leaves no gap beside it. */}
        <div className="flex flex-col gap-6 lg:grid lg:grid-cols-2 lg:items-start">
          <div className="flex flex-col gap-6 max-lg:contents">
            <WaitingApprovals {...approvals} />
            <div className="max-lg:order-1">
              <FailureReasons
                {...report}
                period={whole}
                log={log}
                showsAll={refused === "all"}
                all={`/admin?period=${period}&refused=all`}
              />
            </div>
          </div>
          <div className="flex flex-col gap-6 max-lg:contents">
            <ShortOfCredit {...credits} all={allShort} />
            <div className="max-lg:order-2">
              <Health {...health} />
            </div>
          </div>
        </div>
      </div>
    </Words>
  );
}
