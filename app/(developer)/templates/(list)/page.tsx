import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TemplateList } from "#components/templates/template-list.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { canActFor } from "#core/access/access.ts";
import { Words } from "#i18n/pick.tsx";
import { listTemplates } from "#services/templates/templates.ts";
import { listItem } from "../../../account/templates.ts";
import { requireDeveloper } from "../../../guards.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("title") };
}

export default async function TemplatesPage() {
  const { actor, accountId } = await requireDeveloper();
  const t = await getTranslations("templates");
  const templates = await listTemplates(actor, { accountId });
  const add = canActFor(actor, accountId) && <LinkButton href="/templates/new">{t("new")}</LinkButton>;
  return (
    <Words of={["templates"]}>
      <PageHeader title={t("title")} lead={t("lead")} action={templates.length > 0 && add} />
      {templates.length === 0 ? (
        <EmptyState title={t("emptyTitle")} text={t("emptyText")} action={add} />
      ) : (
        <TemplateList items={templates.map(listItem)} path="/templates" />
      )}
    </Words>
  );
}
