import { Users } from "#components/users/users.tsx";
import { userStatuses } from "#core/access/user.ts";
import { readParams, type SearchParams, searched, someOf, tableParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { listDirectory } from "#services/users/user-directory.ts";
import { requireAdmin } from "../../../../../guards.ts";
import { userActions, userRow } from "../../../../users/user-row.ts";
import { type AccountPageProps, accountFile } from "../../account.ts";

const shape = {
  ...tableParams,
  q: searched,
  status: someOf(userStatuses).optional(),
};

export default async function AccountDevelopersPage({
  params,
  searchParams,
}: AccountPageProps & { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const { id: accountId } = await accountFile((await params).id);
  const { q, status, size, after, before } = readParams(shape, await searchParams);
  const { users, pages, count } = await listDirectory(actor, {
    accountId,
    search: q,
    statuses: status,
    size,
    after,
    before,
  });
  return (
    <Words of={["users", "table"]}>
      <Users
        users={users.map((user) => userRow(user, actor.id))}
        account={accountId}
        pages={pages}
        count={count}
        size={size}
        actions={userActions}
      />
    </Words>
  );
}
