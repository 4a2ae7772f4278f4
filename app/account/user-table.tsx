import type { UserRow } from "#components/users/user-view.ts";
import { Users, type UsersProps } from "#components/users/users.tsx";
import type { UserActor } from "#core/access/actor.ts";
import { userRoles } from "#core/access/role.ts";
import { userStatuses } from "#core/access/user.ts";
import { readParams, type SearchParams, searched, someOf, tableParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { type DirectoryUser, listDirectory } from "#services/users/user-directory.ts";

const shape = {
  ...tableParams,
  q: searched,
  role: someOf(userRoles).optional(),
  status: someOf(userStatuses).optional(),
};

/** A user as the table shows them; `self` is the reader. */
function userRow(
  { removedByTeam, invitedUntil, lastSignInAt, createdAt, ...user }: DirectoryUser,
  self: number,
): UserRow {
  return {
    ...user,
    linkExpired: invitedUntil === null || invitedUntil.getTime() <= Date.now(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    isSelf: user.id === self,
    isRestorable: removedByTeam,
  };
}

/** Everybody who can sign in, or one account's team, as the operator and the team itself see them. */
export async function UserTable({
  actor,
  account,
  params,
  ...how
}: Pick<UsersProps, "account" | "actions" | "isOwnTeam"> & { actor: UserActor; params: SearchParams }) {
  const { q, role, status, size, after, before } = readParams(shape, params);
  const { users, pages, count } = await listDirectory(actor, {
    accountId: account,
    search: q,
    // A team's table does not offer this filter.
    roles: account === undefined ? role : undefined,
    statuses: status,
    size,
    after,
    before,
  });
  return (
    <Words of={["users", "table"]}>
      <Users
        users={users.map((user) => userRow(user, actor.id))}
        {...(account !== undefined && { account })}
        pages={pages}
        count={count}
        size={size}
        {...how}
      />
    </Words>
  );
}
