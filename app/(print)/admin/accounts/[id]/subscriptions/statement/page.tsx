import type { SearchParams } from "#core/table/table-params.ts";
import { ledgerAsked } from "../../../../../../account/ledger.tsx";
import { StatementPage, statementTitle } from "../../../../../../account/statement.tsx";
import { accountFile } from "../../../../../../admin/accounts/[id]/account.ts";
import { requireAdmin } from "../../../../../../guards.ts";

export const generateMetadata = statementTitle;

/** An account's statement, for the operator. */
export default async function AccountStatementPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { actor } = await requireAdmin();
  const account = await accountFile((await params).id);
  const asked = await searchParams;
  return (
    <StatementPage
      account={account}
      ledger={await ledgerAsked(actor, account.id, asked, { as: "statement" })}
      params={asked}
      back={`/admin/accounts/${account.id}/subscriptions`}
    />
  );
}
