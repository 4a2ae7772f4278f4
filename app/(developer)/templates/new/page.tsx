import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TemplateEditor } from "#components/templates/template-editor.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { canActFor } from "#core/access/access.ts";
import { turnedAwayTo } from "#core/access/asked-page.ts";
import { namesOf } from "#core/customer/account-name.ts";
import { Words } from "#i18n/pick.tsx";
import { registeredSenders } from "../../../account/senders.ts";
import { requireDeveloper } from "../../../guards.ts";
import { createTemplateAction } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("new") };
}

export default async function NewTemplatePage() {
  const { actor, accountId, accountName } = await requireDeveloper();
  if (!canActFor(actor, accountId)) redirect(turnedAwayTo("/templates", "form"));
  const [t, senders] = await Promise.all([getTranslations("templates"), registeredSenders(actor, accountId)]);
  return (
    <Words of={["templates"]}>
      <PageHeader title={t("new")} lead={t("lead")} />
      <TemplateEditor
        accountId={accountId}
        brands={accountName ? namesOf(accountName) : []}
        senders={senders}
        initial={{ name: "", english: "", arabic: "" }}
        onSave={createTemplateAction}
      />
    </Words>
  );
}
