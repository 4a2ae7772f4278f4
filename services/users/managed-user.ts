import { canManageUsersOf, canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import { findUserByEmail, lockActiveAdmins, lockActiveOwners, lockUser } from "#db/queries/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";

type LockedUser = NonNullable<Awaited<ReturnType<typeof lockUser>>>;

/**
 * Locks a user whom the actor manages. Whoever the actor cannot see does not exist for them: an owner must not learn who
 * uses the gateway beside their own team.
 */
export async function lockManaged(tx: Executor, actor: Actor, email: string): Promise<LockedUser> {
  const user = await lockUser(tx, email);
  if (user && canManageUsersOf(actor, user.accountId)) return user;
  const isSeen = user !== undefined && user.accountId !== null && canRead(actor, user.accountId);
  throw isSeen ? new Refused("not_allowed") : new Refused("user_not_found", { email });
}

/**
 * The same, together with those among whom the user may be the last: the active admins, or the active owners of the
 * account. They are locked first, so that a concurrent change waits here and then sees the result of this one.
 */
export async function lockAmongPeers(
  tx: Executor,
  actor: Actor,
  email: string,
): Promise<{ user: LockedUser; peers: number[] }> {
  const found = await findUserByEmail(tx, email);
  const accountId = found?.accountId ?? null;
  const peers = accountId === null ? await lockActiveAdmins(tx) : await lockActiveOwners(tx, accountId);
  return { user: await lockManaged(tx, actor, email), peers };
}
