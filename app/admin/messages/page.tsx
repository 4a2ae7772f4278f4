import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { MessageTable } from "#components/messages/message-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { nameIn } from "#core/customer/account-name.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { listAccounts } from "#services/customers/accounts.ts";
import { listTokens } from "#services/customers/tokens.ts";
import { logOperators, logProviders, logSubscriptions } from "#services/message-log/log-choices.ts";
import { messageLog } from "#services/message-log/message-log.ts";
import { listTemplates } from "#services/templates/templates.ts";
import { requireAdmin } from "../../guards.ts";
import { logFilters } from "../../message-log/filters.tsx";
import { viewOf } from "../../message-log/view.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages"))("title") };
}

/** The messages of all accounts. Templates and tokens can be chosen once an account is, since they belong to one. */
export default async function AdminMessagesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const t = await getTranslations("messages");
  const locale = (await getLocale()) as Locale;
  const [log, accounts, providers, operators] = await Promise.all([
    messageLog(actor, { accountId: "all", params: await searchParams }),
    listAccounts(actor),
    logProviders(actor),
    logOperators(actor, "all"),
  ]);
  const account = accounts.find(({ id }) => id === log.view.account);
  const [templates, tokens] = account
    ? await Promise.all([
        listTemplates(actor, { accountId: account.id }),
        listTokens(actor, { id: account.id }),
      ])
    : [[], []];
  const subscriptions = await logSubscriptions(actor, account?.id ?? "all", log.view.subscription);
  return (
    <Words of={["table", "messages"]}>
      <PageHeader title={t("title")} lead={t("adminLead")} />
      <MessageTable
        side="admin"
        {...viewOf(log)}
        filters={
          await logFilters({
            side: "admin",
            operators,
            answer: log.view.answer,
            accounts: accounts
              .map((each) => ({ id: each.id, name: nameIn(each, locale) }))
              .toSorted((one, other) => one.name.localeCompare(other.name, locale)),
            subscription: log.view.subscription,
            subscriptions,
            templates,
            tokens,
            providers,
          })
        }
        empty={<EmptyState title={t("emptyTitle")} text={t("adminEmptyText")} />}
      />
    </Words>
  );
}
