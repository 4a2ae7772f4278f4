import type { SearchParams } from "#core/table/table-params.ts";
import { getAccount } from "#services/customers/accounts.ts";
import { ledgerAsked } from "../../../account/ledger.tsx";
import { StatementPage, statementTitle } from "../../../account/statement.tsx";
import { requireDeveloper } from "../../../guards.ts";

export const generateMetadata = statementTitle;

/** The account's own statement. */
export default async function OwnStatementPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor, accountId } = await requireDeveloper();
  const params = await searchParams;
  return (
    <StatementPage
      account={await getAccount(actor, { id: accountId })}
      ledger={await ledgerAsked(actor, accountId, params, { as: "statement" })}
      params={params}
      back="/subscription"
    />
  );
}
