import { canOperate, canRead, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { newUser, passwordReset } from "#core/access/user.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { insertUser, selectUsers, type UserRow, updatePassword } from "#db/queries/users/users.ts";
import { database } from "#runtime/database/pools.ts";
import { hashPassword, makePassword } from "#services/access/password.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";

export type User = UserRow;

/** `password` is present only if it was generated: it is shown once and not stored in plain text. */
export async function createUser(actor: Actor, input: unknown): Promise<User & { password?: string }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { email, role, accountId = null, password: given } = checked(newUser, input);
  const password = given ?? makePassword();
  const passwordHash = await hashPassword(password);
  const user = await auditedTransaction(
    async (tx) => {
      const row = await insertUser(tx, { email, role, accountId, passwordHash });
      await audit(tx, actor, {
        action: "user.create",
        subjectId: row.id,
        accountId,
        after: { email, role, accountId },
      });
      return row;
    },
    {
      users_email: new Refused("user_email_taken", { email }),
      users_account_id_accounts_id_fk: new Refused("account_not_found", { id: accountId ?? "" }),
    },
  );
  return given === undefined ? { ...user, password } : user;
}

/** Also ends all sessions of the user. `password` is present only if it was generated. */
export async function resetPassword(actor: Actor, input: unknown): Promise<User & { password?: string }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { email, password: given } = checked(passwordReset, input);
  const password = given ?? makePassword();
  const passwordHash = await hashPassword(password);
  const user = await auditedTransaction(async (tx) => {
    const row = await updatePassword(tx, email, passwordHash);
    if (!row) throw new Refused("user_not_found", { email });
    await audit(tx, actor, { action: "user.reset_password", subjectId: row.id, accountId: row.accountId });
    return row;
  });
  return given === undefined ? { ...user, password } : user;
}

/** All users, or those of one account. */
export async function listUsers(actor: Actor, accountId?: number): Promise<User[]> {
  const allowed = accountId === undefined ? canReadAll(actor) : canRead(actor, accountId);
  if (!allowed) throw new Refused("not_allowed");
  return selectUsers(database(), accountId ?? "all");
}
