import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listTemplates } from "#services/templates.ts";
import { requireAdmin } from "../../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("approvals"))("title") };
}

export default async function ApprovalsPage() {
  const { actor } = await requireAdmin();
  const t = await getTranslations("approvals");
  const templates = await listTemplates(actor, { status: "pending", archived: false });
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {templates.length === 0 ? (
        <EmptyState title={t("emptyTitle")} text={t("emptyText")} />
      ) : (
        <p>{t("waiting", { count: templates.length })}</p>
      )}
    </>
  );
}
