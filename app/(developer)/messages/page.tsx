import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MessageTable } from "#components/messages/message-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { listTokens } from "#services/customers/tokens.ts";
import { logOperators, logSubscriptions } from "#services/message-log/log-choices.ts";
import { messageLog } from "#services/message-log/message-log.ts";
import { listTemplates } from "#services/templates/templates.ts";
import { requireDeveloper } from "../../guards.ts";
import { logFilters } from "../../message-log/filters.tsx";
import { viewOf } from "../../message-log/view.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages"))("title") };
}

export default async function MessagesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor, accountId } = await requireDeveloper();
  const t = await getTranslations("messages");
  const [log, templates, tokens, operators, subscriptions] = await Promise.all([
    messageLog(actor, { accountId, params: await searchParams }),
    listTemplates(actor, { accountId }),
    listTokens(actor, { id: accountId }),
    logOperators(actor, accountId),
    logSubscriptions(actor, accountId),
  ]);
  return (
    <Words of={["table", "messages"]}>
      <PageHeader title={t("title")} lead={t("lead")} />
      <MessageTable
        side="developer"
        {...viewOf(log)}
        filters={
          await logFilters({
            side: "developer",
            operators,
            subscription: log.view.subscription,
            subscriptions,
            templates,
            tokens,
          })
        }
        empty={
          <EmptyState
            title={t("emptyTitle")}
            text={t("emptyText")}
            action={<LinkButton href="/docs">{t("emptyAction")}</LinkButton>}
          />
        }
      />
    </Words>
  );
}
