import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { REQUEST_DAYS } from "#core/requests/request-days.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { requireAdmin } from "../../../../../guards.ts";
import { AccountRequests } from "../../../../../request-log/request-log.tsx";
import { type AccountPageProps, accountFile } from "../../account.ts";

export default async function AccountRequestsPage({
  params,
  searchParams,
}: AccountPageProps & { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const { id: accountId } = await accountFile((await params).id);
  const t = await getTranslations("requests");
  const days = { days: REQUEST_DAYS };
  return (
    <>
      <p className="mb-4 max-w-prose text-[13px] text-muted">{t("adminLead", days)}</p>
      <AccountRequests
        actor={actor}
        accountId={accountId}
        side="admin"
        params={await searchParams}
        empty={<EmptyState title={t("emptyTitle")} text={t("adminEmptyText", days)} />}
      />
    </>
  );
}
