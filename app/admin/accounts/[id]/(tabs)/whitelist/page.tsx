import type { SearchParams } from "#core/table/table-params.ts";
import { AccountWhitelist } from "../../../../../account/whitelist.tsx";
import { requireAdmin } from "../../../../../guards.ts";
import { addAccountRange, enforceAccountWhitelist, removeAccountRange } from "../../../actions.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

interface PageProps extends AccountPageProps {
  searchParams: Promise<SearchParams>;
}

export default async function AccountWhitelistPage({ params, searchParams }: PageProps) {
  const { actor } = await requireAdmin();
  const { id } = await accountFile((await params).id);
  return (
    <AccountWhitelist
      actor={actor}
      accountId={id}
      actions={{
        onAdd: addAccountRange.bind(null, id),
        onRemove: removeAccountRange,
        onEnforce: enforceAccountWhitelist.bind(null, id),
      }}
      level={2}
      params={await searchParams}
    />
  );
}
