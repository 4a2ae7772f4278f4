import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { REQUEST_DAYS } from "#core/requests/request-days.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { requireDeveloper } from "../../guards.ts";
import { AccountRequests } from "../../request-log/request-log.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("requests"))("title") };
}

export default async function RequestsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor, accountId } = await requireDeveloper();
  const t = await getTranslations("requests");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead", { days: REQUEST_DAYS })} />
      <AccountRequests
        actor={actor}
        accountId={accountId}
        side="developer"
        params={await searchParams}
        empty={
          <EmptyState
            title={t("emptyTitle")}
            text={t("emptyText")}
            action={<LinkButton href="/docs">{t("emptyAction")}</LinkButton>}
          />
        }
      />
    </>
  );
}
