import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Statement } from "#components/statement/statement.tsx";
import { StatementView } from "#components/statement/statement-view.tsx";
import { type AccountName, nameIn } from "#core/customer/account-name.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { isLocale, type Locale } from "#i18n/locale.ts";
import { messages } from "#i18n/messages.ts";
import { Words } from "#i18n/pick.tsx";
import type { AccountLedger } from "#services/figures/ledger.ts";
import { presentation } from "#services/gateway/presentation.ts";

export async function statementTitle(): Promise<Metadata> {
  return { title: (await getTranslations("statement"))("title") };
}

interface StatementPageProps {
  account: AccountName & { id: number };
  ledger: AccountLedger;
  params: SearchParams;
  /** Where the reader came from. */
  back: string;
}

/** A statement, shown first in the language that the address asks for, else in the reader's. */
export async function StatementPage({ account, ledger, params, back }: StatementPageProps) {
  const own = (await getLocale()) as Locale;
  const { name, contact } = await presentation();
  const only = ledger.subscriptionId === null ? "" : `&subscription=${ledger.subscriptionId}`;
  const paper = (locale: Locale) => (
    <Statement
      locale={locale}
      operator={{
        name: name[locale] ?? messages[locale].common.product,
        contact: contact[locale],
        link: contact.link,
      }}
      account={{ id: account.id, name: nameIn(account, locale) }}
      ledger={ledger}
    />
  );
  return (
    <Words of={["statement"]}>
      <StatementView
        back={`${back}?period=${encodeURIComponent(ledger.period)}${only}`}
        initial={isLocale(params.language) ? params.language : own}
        papers={{ en: paper("en"), ar: paper("ar") }}
      />
    </Words>
  );
}
