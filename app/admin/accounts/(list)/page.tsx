import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountList } from "#components/accounts/account-list.tsx";
import { accountListParams } from "#core/customer/account.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { searchAccounts } from "#services/customers/accounts.ts";
import { requireAdmin } from "../../../guards.ts";
import { createAccount } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("accounts"))("title") };
}

export default async function AccountsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const { size, ...wanted } = readParams(accountListParams, await searchParams);
  const { rows, count, before, after } = await searchAccounts(actor, { ...wanted, size });
  return (
    <Words of={["accounts", "table"]}>
      <AccountList
        accounts={rows.map(({ createdAt, endsAt, ...row }) => ({
          ...row,
          createdAt: createdAt.toISOString(),
          endsAt: endsAt?.toISOString() ?? null,
        }))}
        count={count}
        pages={{ before, after }}
        size={size}
        onCreate={createAccount}
      />
    </Words>
  );
}
