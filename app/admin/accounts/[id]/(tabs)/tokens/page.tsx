import type { SearchParams } from "#core/table/table-params.ts";
import { AccountTokens } from "../../../../../account/tokens.tsx";
import { requireAdmin } from "../../../../../guards.ts";
import { revokeAccountToken } from "../../../actions.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

interface PageProps extends AccountPageProps {
  searchParams: Promise<SearchParams>;
}

export default async function AccountTokensPage({ params, searchParams }: PageProps) {
  const { actor } = await requireAdmin();
  const { id } = await accountFile((await params).id);
  return (
    <AccountTokens
      actor={actor}
      accountId={id}
      actions={{ onRevoke: revokeAccountToken }}
      level={2}
      params={await searchParams}
    />
  );
}
