import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { canActFor } from "#core/access/access.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { AccountTemplates } from "../../../account/templates.tsx";
import { requireDeveloper } from "../../../guards.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("title") };
}

export default async function TemplatesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor, accountId } = await requireDeveloper();
  const t = await getTranslations("templates");
  const add = canActFor(actor, accountId) && (
    <LinkButton href="/templates/new">
      <Plus className="size-4" aria-hidden="true" />
      {t("new")}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} action={add} />
      <AccountTemplates
        actor={actor}
        accountId={accountId}
        path="/templates"
        log="/messages"
        params={await searchParams}
        empty={<EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
      />
    </>
  );
}
