import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { FilePanel } from "#components/accounts/file-panel.tsx";
import { PeriodChoice } from "#components/chart/period-choice.tsx";
import { nameIn } from "#core/customer/account-name.ts";
import { chartPeriodOf } from "#core/table/chart-period.ts";
import type { Locale } from "#i18n/locale.ts";
import { AccountOverview, readOverview } from "../../../../account/overview.tsx";
import { requireAdmin } from "../../../../guards.ts";
import { type AccountPageProps, accountFile } from "../account.ts";

export async function generateMetadata({ params }: AccountPageProps): Promise<Metadata> {
  return { title: nameIn(await accountFile((await params).id), (await getLocale()) as Locale) };
}

export default async function AccountOverviewPage({
  params,
  searchParams,
}: AccountPageProps & { searchParams: Promise<{ period?: string | string[] }> }) {
  const { actor } = await requireAdmin();
  const { id: accountId, createdAt, ...file } = await accountFile((await params).id);
  const period = chartPeriodOf((await searchParams).period);
  const path = `/admin/accounts/${accountId}`;
  return (
    <div className="flex max-w-[1200px] flex-col gap-6">
      <div className="flex justify-end">
        <PeriodChoice path={path} chosen={period} />
      </div>
      <AccountOverview
        {...(await readOverview(actor, accountId, period))}
        side="admin"
        log={`${path}/messages`}
        credits={`${path}/subscriptions`}
        aside={<FilePanel {...file} createdAt={createdAt.toISOString()} />}
      />
    </div>
  );
}
