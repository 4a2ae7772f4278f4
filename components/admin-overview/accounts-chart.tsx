"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { Bar } from "#components/chart/bars.ts";
import { CountLink } from "#components/chart/count-link.tsx";
import { percentFormat } from "#components/chart/percent-format.ts";
import { SparkBars } from "#components/chart/spark-bars.tsx";
import { type View, ViewChoice } from "#components/chart/view-choice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { type Outcomes, shareDelivered, totalOf } from "#core/message/outcomes.ts";
import type { Locale } from "#i18n/locale.ts";

interface AccountSum {
  id: number;
  name: string;
  total: Outcomes;
  /** The link to its messages of the period. */
  href: string;
}

interface AccountsChartProps {
  accounts: (AccountSum & { bars: Bar[] })[];
  /** All further accounts together; each of them if it has been asked for. */
  others: { count: number; total: Outcomes; accounts: AccountSum[] };
  /** The link that asks for each of them. */
  all: string;
}

/** The accounts that sent the most, each with small bars over time; or as a table. */
export function AccountsChart(props: AccountsChartProps) {
  const t = useTranslations("adminOverview");
  const [view, setView] = useState<View>("chart");
  return (
    <Panel
      id="messages-by-account"
      title={t("accounts")}
      action={<ViewChoice view={view} onView={setView} />}
      flush
    >
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

function Lines({ accounts, others, all }: AccountsChartProps) {
  const t = useTranslations("adminOverview");
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
          <th scope="col" className={`${head} text-number`}>
            {t("messages")}
          </th>
          <th scope="col" className={`${head} text-number`}>
            {t("delivered")}
          </th>
          <th scope="col" className={`${head} text-number max-sm:hidden`}>
            {t("failed")}
          </th>
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <Line key={account.id} {...account} share={shareOf(account.total)} />
        ))}
        {others.accounts.map((account) => (
          <Line key={account.id} {...account} share={shareOf(account.total)} />
        ))}
        {others.count > others.accounts.length && (
          <tr className="h-11 text-muted">
            <th scope="row" className="px-4 text-start font-normal">
              <Link href={all} className="hover:underline">
                {t("others", { count: others.count })}
              </Link>
            </th>
            <td className="max-sm:hidden" />
            <td className="px-4 text-number">
              <CountLink count={totalOf(others.total)} href={all} />
            </td>
            <td className="px-4 text-number">
              <Link href={all} prefetch={false} className="hover:underline">
                {shareOf(others.total)}
              </Link>
            </td>
            <td className="px-4 text-number max-sm:hidden">
              <CountLink count={others.total.failed} href={all} />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** An account's line; only the first accounts have bars. */
function Line({ id, name, total, href, share, bars }: AccountSum & { share: string; bars?: Bar[] }) {
  const t = useTranslations("adminOverview");
  return (
    <tr className={`${bars ? "h-12" : "h-11"} border-b border-separator last:border-b-0`}>
      <th scope="row" className="min-w-28 px-4 text-start font-medium max-sm:max-w-32">
        <Link href={`/admin/accounts/${id}`} prefetch={bars ? null : false} className="block hover:underline">
          <bdi>{name}</bdi>
        </Link>
      </th>
      <td className="px-4 max-sm:hidden">
        {bars && (
          <Link href={href} prefetch={false} aria-label={t("messagesOf", { name })} className="block">
            <SparkBars bars={bars} />
          </Link>
        )}
      </td>
      <td className="px-4 text-number font-medium">
        <CountLink count={totalOf(total)} href={href} />
      </td>
      <td className="px-4 text-number">
        <Link href={`${href}&status=delivered`} prefetch={false} className="hover:underline">
          {share}
        </Link>
      </td>
      <td className={`px-4 text-number max-sm:hidden ${total.failed === 0 ? "text-muted" : ""}`}>
        <CountLink count={total.failed} href={`${href}&status=failed`} />
      </td>
    </tr>
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
              <th key={id} scope="col" className={`${head} text-number`}>
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
                  <td key={id} className="px-4 text-number">
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
