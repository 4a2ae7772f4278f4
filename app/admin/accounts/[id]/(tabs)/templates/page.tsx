import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { SearchParams } from "#core/table/table-params.ts";
import { AccountTemplates } from "../../../../../account/templates.tsx";
import { requireAdmin } from "../../../../../guards.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

interface PageProps extends AccountPageProps {
  searchParams: Promise<SearchParams>;
}

export default async function AccountTemplatesPage({ params, searchParams }: PageProps) {
  const { actor } = await requireAdmin();
  const { id } = await accountFile((await params).id);
  const t = await getTranslations("accounts");
  return (
    <AccountTemplates
      actor={actor}
      accountId={id}
      path={`/admin/accounts/${id}/templates`}
      log={`/admin/accounts/${id}/messages`}
      params={await searchParams}
      empty={<EmptyState title={t("noTemplates")} text={t("noTemplatesText")} />}
    />
  );
}
