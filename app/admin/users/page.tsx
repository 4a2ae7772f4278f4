import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Users } from "#components/users/users.tsx";
import { userRoles } from "#core/access/role.ts";
import { userStatuses } from "#core/access/user.ts";
import { readParams, type SearchParams, searched, someOf, tableParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { listDirectory } from "#services/users/user-directory.ts";
import { requireAdmin } from "../../guards.ts";
import { userActions, userRow } from "./user-row.ts";

const shape = {
  ...tableParams,
  q: searched,
  role: someOf(userRoles).optional(),
  status: someOf(userStatuses).optional(),
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function UsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const { q, role, status, size, after, before } = readParams(shape, await searchParams);
  const { users, pages, count } = await listDirectory(actor, {
    search: q,
    roles: role,
    statuses: status,
    size,
    after,
    before,
  });
  return (
    <Words of={["users", "table"]}>
      <Users
        users={users.map((user) => userRow(user, actor.id))}
        pages={pages}
        count={count}
        size={size}
        actions={userActions}
      />
    </Words>
  );
}
