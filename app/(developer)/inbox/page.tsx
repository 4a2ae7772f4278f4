import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InboxView } from "#components/inbox/inbox-view.tsx";
import { MagicNumbers } from "#components/inbox/magic-numbers.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { canReadCodes } from "#core/access/access.ts";
import { Words } from "#i18n/pick.tsx";
import { sandboxNotice } from "#services/gateway/providers.ts";
import { readSandboxInbox } from "#services/sending/sandbox-inbox.ts";
import { requireDeveloper } from "../../guards.ts";
import { readInboxAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("inbox"))("title") };
}

export default async function InboxPage() {
  const { actor } = await requireDeveloper();
  const t = await getTranslations("inbox");
  if ((await sandboxNotice()) === null) {
    return (
      <>
        <PageHeader title={t("title")} />
        <EmptyState
          title={t("noneTitle")}
          text={t("noneText")}
          action={<LinkButton href="/messages">{t("toMessages")}</LinkButton>}
        />
      </>
    );
  }
  if (!canReadCodes(actor)) {
    return (
      <>
        <PageHeader title={t("title")} />
        <EmptyState title={t("notYoursTitle")} text={t("notYoursText")} />
      </>
    );
  }
  return (
    <Words of={["inbox"]}>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="grid max-w-[1200px] items-start gap-6 lg:grid-cols-[1fr_22rem]">
        <InboxView initial={await readSandboxInbox(actor)} onRead={readInboxAction} />
        <MagicNumbers />
      </div>
    </Words>
  );
}
