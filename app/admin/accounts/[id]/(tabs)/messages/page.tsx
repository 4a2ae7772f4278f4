import { getTranslations } from "next-intl/server";
import { MessageTable } from "#components/messages/message-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { listTokens } from "#services/customers/tokens.ts";
import { logOperators, logProviders, logSubscriptions } from "#services/message-log/log-choices.ts";
import { messageLog } from "#services/message-log/message-log.ts";
import { listTemplates } from "#services/templates/templates.ts";
import { requireAdmin } from "../../../../../guards.ts";
import { logFilters } from "../../../../../message-log/filters.tsx";
import { viewOf } from "../../../../../message-log/view.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

export default async function AccountMessagesPage({
  params,
  searchParams,
}: AccountPageProps & { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const { id: accountId } = await accountFile((await params).id);
  const t = await getTranslations("accounts");
  const [log, templates, tokens, providers, operators, subscriptions] = await Promise.all([
    messageLog(actor, { accountId, params: await searchParams }),
    listTemplates(actor, { accountId }),
    listTokens(actor, { id: accountId }),
    logProviders(actor),
    logOperators(actor, accountId),
    logSubscriptions(actor, accountId),
  ]);
  return (
    <Words of={["table", "messages"]}>
      <MessageTable
        side="admin"
        account={accountId}
        {...viewOf(log)}
        filters={
          await logFilters({
            side: "admin",
            operators,
            answer: log.view.answer,
            subscription: log.view.subscription,
            subscriptions,
            templates,
            tokens,
            providers,
          })
        }
        empty={<EmptyState title={t("emptyMessages")} text={t("emptyMessagesText")} />}
      />
    </Words>
  );
}
