import type { SearchParams } from "#core/table/table-params.ts";
import { UserTable } from "../../../../../account/user-table.tsx";
import { requireAdmin } from "../../../../../guards.ts";
import { userActions } from "../../../../users/user-actions.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

export default async function AccountDevelopersPage({
  params,
  searchParams,
}: AccountPageProps & { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const { id: account } = await accountFile((await params).id);
  return <UserTable actor={actor} account={account} params={await searchParams} actions={userActions} />;
}
