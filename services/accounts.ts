import { canActFor, canOperate } from "#core/access.ts";
import { newAccount } from "#core/account.ts";
import type { Actor } from "#core/actor.ts";
import { byId } from "#core/id.ts";
import { checked } from "#core/problem.ts";
import { Refused } from "#core/refusal.ts";
import {
  type AccountRow,
  findAccount,
  insertAccount,
  lockAccount,
  selectAccounts,
  updateAccount,
} from "#db/queries/accounts.ts";
import { endSessionsOf } from "#db/queries/users.ts";
import { database, type Executor } from "#runtime/database.ts";
import { audit } from "./audit.ts";
import { change } from "./change.ts";

export type Account = AccountRow;

export async function createAccount(actor: Actor, input: unknown): Promise<Account> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name } = checked(newAccount, input);
  return change(
    async (tx) => {
      const account = await insertAccount(tx, name);
      await audit(tx, actor, {
        action: "account.create",
        subjectId: account.id,
        accountId: account.id,
        after: { name },
      });
      return account;
    },
    { accounts_name_unique: new Refused("account_name_taken", { name }) },
  );
}

/** From the next request on every token of the account is answered with 403. */
export function suspendAccount(actor: Actor, input: unknown): Promise<Account> {
  return setStatus(actor, input, "suspended");
}

export function resumeAccount(actor: Actor, input: unknown): Promise<Account> {
  return setStatus(actor, input, "active");
}

/** Asking for the status that an account has already changes nothing and is no mistake. */
async function setStatus(actor: Actor, input: unknown, status: Account["status"]): Promise<Account> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { id } = checked(byId, input);
  return change(async (tx) => {
    const before = await lockedAccount(tx, id);
    if (before.status === status) return before;
    const account = await updateAccount(tx, id, { status });
    // Resuming lets its developers sign in again; it does not bring their old sessions back.
    if (status === "suspended") await endSessionsOf(tx, id);
    await audit(tx, actor, {
      action: status === "suspended" ? "account.suspend" : "account.resume",
      subjectId: id,
      accountId: id,
      before: { status: before.status },
      after: { status },
    });
    return account;
  });
}

/** The account, which no other change touches until the transaction ends. @throws {Refused} where there is none. */
export async function lockedAccount(tx: Executor, id: number): Promise<Account> {
  const account = await lockAccount(tx, id);
  if (!account) throw new Refused("account_not_found", { id });
  return account;
}

export async function listAccounts(actor: Actor): Promise<Account[]> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  return selectAccounts(database());
}

export async function getAccount(actor: Actor, input: unknown): Promise<Account> {
  const { id } = checked(byId, input);
  if (!canActFor(actor, id)) throw new Refused("not_allowed");
  const account = await findAccount(database(), id);
  if (!account) throw new Refused("account_not_found", { id });
  return account;
}
