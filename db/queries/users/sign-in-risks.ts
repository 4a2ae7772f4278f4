import { and, count, eq, inArray, isNull, sql } from "drizzle-orm";
import { operatorRoles } from "#core/access/role.ts";
import { twoFactors } from "#db/schema/users/two-factors.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { userStatus } from "./users.ts";

/** How many users who can sign in still have the password that the gateway made for them at its first start. */
export async function countFirstPasswords(db: Executor, firstStart: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select distinct on (subject_id) subject_id, actor_kind, actor_name from audit_entries
      where action in ('user.create', 'user.reset_password', 'user.set_password', 'user.change_password')
      order by subject_id, id desc
    ) last join users on users.id::text = last.subject_id
    left join accounts on accounts.id = users.account_id
    where last.actor_kind = 'system' and last.actor_name = ${firstStart} and ${userStatus} = 'active'
      and accounts.status is distinct from 'suspended'`);
  return row!.count;
}

/** How many of the operator's active people sign in with a password alone. */
export async function countStaffWithoutTwoFactor(db: Executor): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(users)
    .leftJoin(twoFactors, eq(twoFactors.userId, users.id))
    .where(and(inArray(users.role, operatorRoles), eq(userStatus, "active"), isNull(twoFactors.userId)));
  return row!.count;
}
