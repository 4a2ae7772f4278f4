import { getFormatter, getLocale, getTimeZone, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { barsOf } from "#components/chart/bars.ts";
import { chartPeriodFilter } from "#components/chart/day-period.ts";
import { OutcomeChart } from "#components/chart/outcome-chart.tsx";
import { Failures } from "#components/overview/failures.tsx";
import { Figures } from "#components/overview/figures.tsx";
import { LatestMessages } from "#components/overview/latest-messages.tsx";
import { messageFigures } from "#components/overview/message-figures.ts";
import type { UserActor } from "#core/access/actor.ts";
import type { ChartPeriod } from "#core/table/chart-period.ts";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { type MessageReport, messageReport } from "#services/figures/message-report.ts";
import { listMessages, type MessageView } from "#services/message-log/messages.ts";
import { type ActiveSubscription, activeSubscriptions } from "#services/sending/balance.ts";

export interface Overview {
  report: MessageReport;
  subscriptions: ActiveSubscription[];
  /** The latest ones. */
  messages: MessageView[];
}

/** An account's overview, for its developers and for the operator. */
export async function readOverview(
  actor: UserActor,
  accountId: number,
  period: ChartPeriod,
): Promise<Overview> {
  const [report, subscriptions, messages] = await Promise.all([
    messageReport(actor, { accountId, period }),
    activeSubscriptions(accountId),
    listMessages(actor, { accountId, limit: 8 }),
  ]);
  return { report, subscriptions, messages };
}

export async function AccountOverview({
  report,
  subscriptions,
  messages,
  log,
  side,
  credits,
  aside,
}: Overview & {
  side: "developer" | "admin";
  /** The address of its subscriptions. */
  credits: string;
  /** The address of the account's send log. */
  log: string;
  aside: ReactNode;
}) {
  const [t, format, timeZone, locale] = await Promise.all([
    getTranslations("overview"),
    getFormatter(),
    getTimeZone(),
    getLocale() as Promise<Locale>,
  ]);
  const left = subscriptions.reduce((sum, { quota, used }) => sum + quota - used, 0);
  const hrefOf = (period: string) => `${log}?period=${period}`;
  const whole = hrefOf(chartPeriodFilter(report.divisions, { unit: report.unit, timeZone }));
  return (
    <Words of={["chart"]}>
      <Figures
        figures={[
          ...messageFigures(report, { t, locale, log: whole }),
          {
            name: t("figures.left"),
            value: format.number(left),
            hint: t("figures.active", { count: subscriptions.length }),
            warn: left === 0,
            href: credits,
          },
        ]}
      />
      <OutcomeChart
        title={t(`chart.${report.unit}`)}
        href={whole}
        bars={barsOf(report.divisions, { unit: report.unit, locale, timeZone, hrefOf })}
      />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <LatestMessages
            log={log}
            messages={messages.map(({ id, number, templateName, status, createdAt }) => ({
              id,
              number,
              template: templateName,
              status,
              at: createdAt.toISOString(),
            }))}
          />
          <Failures side={side} failures={report.failures} operators={report.operators} log={whole} />
        </div>
        {aside}
      </div>
    </Words>
  );
}
