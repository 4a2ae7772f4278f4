import { and, asc, count, desc, eq, gt, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { UserRole } from "#core/access/role.ts";
import type { UserStatus } from "#core/access/user.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import type { PageBounds } from "#core/table/id-pages.ts";
import { usersKnownBy } from "#db/queries/containing.ts";
import { accountNameIfAny } from "#db/queries/customers/accounts.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { twoFactors } from "#db/schema/users/two-factors.ts";
import { userLinks } from "#db/schema/users/user-links.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { userStatus } from "./users.ts";

export interface DirectoryFilter {
  /** Searches the e-mail and the account's name. */
  search?: string | undefined;
  roles?: UserRole[] | undefined;
  statuses?: UserStatus[] | undefined;
  accountId?: number | undefined;
}

export interface DirectoryRow {
  id: number;
  email: string;
  role: UserRole;
  accountId: number | null;
  accountName: AccountName | null;
  status: UserStatus;
  removedByTeam: boolean;
  twoFactor: boolean;
  /** When the newest unused invitation expires or expired. */
  invitedUntil: Date | null;
  lastSignInAt: Date | null;
  createdAt: Date;
}

function matching({ search, roles, statuses, accountId }: DirectoryFilter): SQL | undefined {
  return and(
    search ? sql`${users.id} in ${usersKnownBy(search)}` : undefined,
    roles && sql`${users.role} in ${roles}`,
    statuses && sql`${userStatus} in ${statuses}`,
    accountId === undefined ? undefined : eq(users.accountId, accountId),
  );
}

/** Newest first: users created before the one with id `behind`, or after the one with id `ahead`. */
export async function selectDirectory(
  db: Executor,
  filter: DirectoryFilter,
  { behind, ahead, limit }: PageBounds,
): Promise<DirectoryRow[]> {
  const rows = await db
    .select({
      id: users.id,
      email: users.email,
      role: users.role,
      accountId: users.accountId,
      accountName: accountNameIfAny,
      status: userStatus,
      removedByTeam: users.removedByTeam,
      twoFactor: sql<boolean>`${twoFactors.userId} is not null`,
      invitedUntil: sql<Date | null>`(select max(${userLinks.expiresAt}) from ${userLinks}
        where ${userLinks.userId} = ${users.id} and ${userLinks.kind} = 'invitation' and ${userLinks.usedAt} is null)`.mapWith(
        userLinks.expiresAt,
      ),
      lastSignInAt: users.lastSignInAt,
      createdAt: users.createdAt,
    })
    .from(users)
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .leftJoin(twoFactors, eq(twoFactors.userId, users.id))
    .where(
      and(
        matching(filter),
        behind === undefined ? undefined : lt(users.id, behind),
        ahead === undefined ? undefined : gt(users.id, ahead),
      ),
    )
    .orderBy(ahead === undefined ? desc(users.id) : asc(users.id))
    .limit(limit);
  return ahead === undefined ? rows : rows.reverse();
}

export async function countDirectory(db: Executor, filter: DirectoryFilter): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(users)
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .where(matching(filter));
  return row!.count;
}

/** How many of an account's team can sign in without a second factor. */
export async function countMembersWithoutTwoFactor(db: Executor, accountId: number): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(users)
    .leftJoin(twoFactors, eq(twoFactors.userId, users.id))
    .where(and(eq(users.accountId, accountId), eq(userStatus, "active"), isNull(twoFactors.userId)));
  return row!.count;
}
