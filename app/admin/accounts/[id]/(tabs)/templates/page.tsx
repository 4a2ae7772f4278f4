import { getTranslations } from "next-intl/server";
import { TemplateList } from "#components/templates/template-list.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { listTemplates } from "#services/templates/templates.ts";
import { listItem } from "../../../../../account/templates.ts";
import { requireAdmin } from "../../../../../guards.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

export default async function AccountTemplatesPage({ params }: AccountPageProps) {
  const { actor } = await requireAdmin();
  const { id } = await accountFile((await params).id);
  const t = await getTranslations("accounts");
  const templates = await listTemplates(actor, { accountId: id });
  if (templates.length === 0) return <EmptyState title={t("noTemplates")} text={t("noTemplatesText")} />;
  return <TemplateList items={templates.map(listItem)} path={`/admin/accounts/${id}/templates`} />;
}
