import { canManageTeam, canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { twoFactorDemand } from "#core/access/team.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { findAccount, updateAccount } from "#db/queries/customers/accounts.ts";
import { countMembersWithoutTwoFactor } from "#db/queries/users/user-directory.ts";
import { database } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { lockedAccount } from "./accounts.ts";

/** Whether the account requires a second factor of its team, and how many who can sign in have none. */
export async function twoFactorOfTeam(
  actor: Actor,
  input: unknown,
): Promise<{ required: boolean; without: number }> {
  const { id } = checked(byId, input);
  if (!canRead(actor, id)) throw new Refused("not_allowed");
  const [account, without] = await Promise.all([
    findAccount(database(), id),
    countMembersWithoutTwoFactor(database(), id),
  ]);
  return { required: account?.twoFactorRequired ?? false, without };
}

/** From their next page on, whoever of the team has no second factor can only set one up. */
export async function demandTwoFactor(
  actor: Actor,
  input: unknown,
): Promise<{ accountId: number; required: boolean }> {
  const { accountId, required } = checked(twoFactorDemand, input);
  if (!canManageTeam(actor, accountId)) throw new Refused("not_allowed");
  return auditedTransaction(async (tx) => {
    const before = await lockedAccount(tx, accountId);
    if (before.twoFactorRequired === required) return { accountId, required };
    await updateAccount(tx, accountId, { twoFactorRequired: required });
    await audit(tx, actor, {
      action: "account.two_factor",
      subjectId: accountId,
      accountId,
      before: { twoFactorRequired: before.twoFactorRequired },
      after: { twoFactorRequired: required },
    });
    return { accountId, required };
  });
}
