import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { UsedBar } from "#components/subscription/used-bar.tsx";
import { History } from "#components/subscriptions/history.tsx";
import { LatestMessages } from "#components/subscriptions/latest-messages.tsx";
import { LedgerCheck } from "#components/subscriptions/ledger-check.tsx";
import { SubscriptionButtons } from "#components/subscriptions/subscription-buttons.tsx";
import { SubscriptionStateMark } from "#components/subscriptions/subscription-state.tsx";
import { ExactTime } from "#components/time/time.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { nameIn } from "#core/customer/account-name.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { checkLedger, latestOfSubscription } from "#services/figures/subscription-ledger.ts";
import { AccountLedgerSection, ledgerAsked } from "../../../account/ledger.tsx";
import { requireAdmin } from "../../../guards.ts";
import { subscriptionActions, subscriptionView } from "../view.ts";
import { foundSubscription, type SubscriptionPageProps } from "./found.ts";

export async function generateMetadata({ params }: SubscriptionPageProps): Promise<Metadata> {
  const { id, accountName } = await foundSubscription((await params).id);
  const t = await getTranslations("subscriptions");
  return { title: `${t("subscription", { id })} · ${nameIn(accountName, (await getLocale()) as Locale)}` };
}

export default async function SubscriptionPage({
  params,
  searchParams,
}: SubscriptionPageProps & { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const t = await getTranslations("subscriptions");
  const format = await getFormatter();
  const {
    history,
    usedByDeleted: _,
    renewedAs,
    ...subscription
  } = await foundSubscription((await params).id);
  const { id, accountId, accountName } = subscription;
  const view = subscriptionView(subscription);
  const ledger = await ledgerAsked(actor, accountId, await searchParams, { subscriptionId: id });
  const { renewedFrom } = subscription;
  const log = `/admin/messages?account=${accountId}&subscription=${id}`;
  const ofQuota = { used: format.number(view.used), quota: format.number(view.quota) };
  return (
    <Words of={["subscription", "subscriptions"]}>
      <Breadcrumbs trail={[{ href: "/admin/subscriptions", name: t("title") }]} />
      <PageHeader
        title={
          <>
            <bdi>{view.plan}</bdi> · <AccountNameText of={accountName} />
          </>
        }
        lead={t("subscription", { id })}
        action={
          <SubscriptionButtons
            subscription={view}
            actions={subscriptionActions}
            isRenewed={renewedAs !== null}
          />
        }
      />
      <div className="flex max-w-[1200px] flex-col gap-6">
        <Panel title={t("facts")}>
          <dl className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
            <div>
              <dt className="text-[13px] text-muted">{t("account")}</dt>
              <dd>
                <Link
                  href={`/admin/accounts/${accountId}`}
                  className="text-link underline underline-offset-4"
                >
                  <AccountNameText of={accountName} />
                </Link>
              </dd>
            </div>
            <div>
              <dt className="text-[13px] text-muted">{t("state")}</dt>
              <dd>
                <SubscriptionStateMark of={view.state} />
              </dd>
            </div>
            <div>
              <dt className="text-[13px] text-muted">{t("creditIs")}</dt>
              <dd>{t(`units.${view.unit}`)}</dd>
            </div>
            <div>
              <dt className="text-[13px] text-muted">{t("used")}</dt>
              <dd className="tabular">
                <Link href={log} prefetch={false} className="underline-offset-4 hover:underline">
                  {t("ofQuota", ofQuota)}
                </Link>
                <UsedBar quota={view.quota} used={view.used} past={view.state !== "active"} />
              </dd>
            </div>
            <div>
              <dt className="text-[13px] text-muted">{t("begins")}</dt>
              <dd>
                <ExactTime at={view.startsAt} />
              </dd>
            </div>
            <div>
              <dt className="text-[13px] text-muted">{t("ends")}</dt>
              <dd>
                <ExactTime at={view.endsAt} />
              </dd>
            </div>
            {view.cancelledAt !== null && (
              <div>
                <dt className="text-[13px] text-muted">{t("cancelledAt")}</dt>
                <dd className="font-medium text-danger">
                  <ExactTime at={view.cancelledAt} />
                </dd>
              </div>
            )}
            <div>
              <dt className="text-[13px] text-muted">{t("renewal")}</dt>
              <dd>
                {renewedAs === null ? (
                  t(`renewalsOf.${view.renewal}`)
                ) : (
                  <Link
                    href={`/admin/subscriptions/${renewedAs}`}
                    className="text-link underline underline-offset-4"
                  >
                    {t("renewedAs", { id: renewedAs })}
                  </Link>
                )}
              </dd>
            </div>
            {renewedFrom !== null && (
              <div>
                <dt className="text-[13px] text-muted">{t("periodBefore")}</dt>
                <dd>
                  <Link
                    href={`/admin/subscriptions/${renewedFrom}`}
                    className="text-link underline underline-offset-4"
                  >
                    {t("subscription", { id: renewedFrom })}
                  </Link>
                </dd>
              </div>
            )}
          </dl>
        </Panel>
        <History
          entries={history.map(({ at, endsAt: __, ...entry }) => ({ ...entry, at: at.toISOString() }))}
        />
        <Suspense fallback={<Panel title={t("check")}>…</Panel>}>
          <Check id={id} log={log} />
        </Suspense>
        <AccountLedgerSection
          ledger={ledger}
          path={`/admin/subscriptions/${id}`}
          log={`/admin/messages?account=${accountId}`}
          files={`/admin/accounts/${accountId}/subscriptions`}
          subscriptionHref={(each) => `/admin/subscriptions/${each}#history`}
          isFixed
        />
        <Suspense fallback={<Panel title={t("latest")}>…</Panel>}>
          <Latest id={id} accountId={accountId} log={log} />
        </Suspense>
      </div>
    </Words>
  );
}

/** Reads every message of the subscription, so the rest of the page does not wait for it. */
async function Check({ id, log }: { id: number; log: string }) {
  const { actor } = await requireAdmin();
  return <LedgerCheck {...(await checkLedger(actor, { id }))} log={log} />;
}

/** If few of the account's messages were charged to this subscription, finding them takes long. */
async function Latest({ id, accountId, log }: { id: number; accountId: number; log: string }) {
  const { actor } = await requireAdmin();
  const latest = await latestOfSubscription(actor, { id });
  return (
    <LatestMessages
      accountId={accountId}
      log={log}
      messages={latest.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString() }))}
    />
  );
}
