"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { Bar } from "#components/chart/bars.ts";
import { CountLink } from "#components/chart/count-link.tsx";
import { percentFormat } from "#components/chart/percent-format.ts";
import { SparkBars } from "#components/chart/spark-bars.tsx";
import { useNumbers } from "#components/chart/use-numbers.ts";
import { type View, ViewChoice } from "#components/chart/view-choice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { type Outcomes, shareDelivered, totalOf } from "#core/message/outcomes.ts";
import type { Locale } from "#i18n/locale.ts";

export interface ChartAccount {
  id: number;
  name: string;
  total: Outcomes;
  bars: Bar[];
  /** The link to its messages of the period. */
  href: string;
}

interface AccountsChartProps {
  accounts: ChartAccount[];
  others: { count: number; total: Outcomes };
}

/** The accounts that sent the most, each with small bars over time; or as a table. */
export function AccountsChart(props: AccountsChartProps) {
  const t = useTranslations("adminOverview");
  const [view, setView] = useState<View>("chart");
  return (
    <Panel title={t("accounts")} action={<ViewChoice view={view} onView={setView} />} flush>
      {props.accounts.length === 0 ? (
        <p className="p-4 text-muted">{t("noMessages")}</p>
      ) : view === "chart" ? (
        <Lines {...props} />
      ) : (
        <Numbers {...props} />
      )}
    </Panel>
  );
}

const head = "px-4 font-medium whitespace-nowrap";

function Lines({ accounts, others }: AccountsChartProps) {
  const t = useTranslations("adminOverview");
  const { full } = useNumbers();
  const percent = percentFormat(useLocale() as Locale);
  const shareOf = (total: Outcomes) => {
    const share = shareDelivered(total);
    return share === null ? "–" : percent.format(share);
  };
  return (
    <table className="w-full text-[13px]">
      <thead className="text-muted">
        <tr className="h-10 border-b border-separator">
          <th scope="col" className={`${head} text-start`}>
            {t("account")}
          </th>
          <th scope="col" className={`${head} w-2/5 text-start max-sm:hidden`}>
            {t("overTime")}
          </th>
          <th scope="col" className={`${head} text-end`}>
            {t("messages")}
          </th>
          <th scope="col" className={`${head} text-end`}>
            {t("delivered")}
          </th>
          <th scope="col" className={`${head} text-end max-sm:hidden`}>
            {t("failed")}
          </th>
        </tr>
      </thead>
      <tbody>
        {accounts.map(({ id, name, total, bars, href }) => (
          <tr key={id} className="h-12 border-b border-separator last:border-b-0">
            <th scope="row" className="min-w-28 px-4 text-start font-medium max-sm:max-w-32">
              <Link href={`/admin/accounts/${id}`} className="block hover:underline">
                <bdi>{name}</bdi>
              </Link>
            </th>
            <td className="px-4 max-sm:hidden">
              <Link href={href} prefetch={false} aria-label={t("messagesOf", { name })} className="block">
                <SparkBars bars={bars} />
              </Link>
            </td>
            <td className="px-4 text-end font-medium">
              <CountLink count={totalOf(total)} href={href} />
            </td>
            <td className="px-4 text-end">
              <Link href={`${href}&status=delivered`} prefetch={false} className="hover:underline">
                {shareOf(total)}
              </Link>
            </td>
            <td className={`px-4 text-end max-sm:hidden ${total.failed === 0 ? "text-muted" : ""}`}>
              <CountLink count={total.failed} href={`${href}&status=failed`} />
            </td>
          </tr>
        ))}
        {others.count > 0 && (
          <tr className="h-11 text-muted">
            <th scope="row" className="px-4 text-start font-normal">
              <Link href="/admin/accounts" className="hover:underline">
                {t("others", { count: others.count })}
              </Link>
            </th>
            <td className="max-sm:hidden" />
            <td className="px-4 text-end">{full(totalOf(others.total))}</td>
            <td className="px-4 text-end">{shareOf(others.total)}</td>
            <td className="px-4 text-end max-sm:hidden">{full(others.total.failed)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Numbers({ accounts }: AccountsChartProps) {
  const t = useTranslations("adminOverview");
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
      tabIndex={0}
      aria-label={t("accounts")}
      className="max-h-[28rem] overflow-auto"
    >
      <table className="w-full text-[13px]">
        <thead className="sticky top-0 bg-surface text-muted">
          <tr className="h-10 border-b border-separator">
            <th scope="col" className={`${head} text-start`}>
              {t("time")}
            </th>
            {accounts.map(({ id, name }) => (
              <th key={id} scope="col" className={`${head} text-end`}>
                <Link href={`/admin/accounts/${id}`} className="hover:underline">
                  <bdi>{name}</bdi>
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {accounts[0]!.bars
            .map(({ start, label }, index) => (
              <tr key={start} className="h-9 border-b border-separator last:border-b-0">
                <th scope="row" className="px-4 text-start font-normal whitespace-nowrap">
                  {label}
                </th>
                {accounts.map(({ id, bars }) => (
                  <td key={id} className="px-4 text-end">
                    <CountLink count={totalOf(bars[index]!.outcomes)} href={bars[index]!.href} />
                  </td>
                ))}
              </tr>
            ))
            .reverse()}
        </tbody>
      </table>
    </section>
  );
}
