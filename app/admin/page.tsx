import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { waitingTemplates } from "#services/templates.ts";
import { requireAdmin } from "../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("common.nav"))("overview") };
}

export default async function AdminOverviewPage() {
  const { actor } = await requireAdmin();
  const t = await getTranslations("approvals");
  const nav = await getTranslations("common.nav");
  const { count } = await waitingTemplates(actor);
  return (
    <>
      <PageHeader title={nav("overview")} />
      <Panel title={nav("approvals")} className="max-w-[32rem]">
        <p className="mb-3 text-muted">{t("waiting", { count })}</p>
        <LinkButton href="/admin/approvals" variant="outline">
          {t("title")}
        </LinkButton>
      </Panel>
    </>
  );
}
