import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { PrintBar } from "#components/statement/print-bar.tsx";
import { Statement } from "#components/statement/statement.tsx";
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
  path: string;
}

/** A statement in the language that the address asks for, else in the reader's. */
export async function StatementPage({ account, ledger, params, back, path }: StatementPageProps) {
  const own = (await getLocale()) as Locale;
  const locale = isLocale(params.language) ? params.language : own;
  const { name, contact } = await presentation();
  const only = ledger.subscriptionId === null ? "" : `&subscription=${ledger.subscriptionId}`;
  const query = `period=${encodeURIComponent(ledger.period)}${only}`;
  return (
    <Words of={["statement"]}>
      <PrintBar
        back={`${back}?${query}`}
        language={locale}
        hrefs={{ en: `${path}?${query}&language=en`, ar: `${path}?${query}&language=ar` }}
      />
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
    </Words>
  );
}
