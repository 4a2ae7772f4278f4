import { canOperate, canRead, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { accountChange, accountList, newAccount } from "#core/customer/account.ts";
import { type AccountName, nameFields, storedNames } from "#core/customer/account-name.ts";
import { byId } from "#core/input/id.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { type AccountPage, selectAccountPage } from "#db/queries/customers/account-list.ts";
import {
  type AccountRow,
  findAccount,
  insertAccount,
  lockAccount,
  selectAccounts,
  updateAccount,
} from "#db/queries/customers/accounts.ts";
import { deletePrepared, renewFromNow, selectPrepared } from "#db/queries/customers/renewals.ts";
import { endSessionsOf } from "#db/queries/users/users.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";

/** The part of an account that its own developers may see. */
export type Account = Pick<
  AccountRow,
  "id" | "name" | "arabicName" | "status" | "whitelistEnforced" | "createdAt"
>;
/** The whole account, with the operator's notes. */
export type AccountFile = AccountRow;

const view = ({ id, name, arabicName, status, whitelistEnforced, createdAt }: AccountRow): Account => ({
  id,
  name,
  arabicName,
  status,
  whitelistEnforced,
  createdAt,
});

export async function createAccount(actor: Actor, input: unknown): Promise<Account> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const names = checked(newAccount, input);
  return auditedOnce(
    actor,
    {
      action: "account.create",
      input,
      values: names,
      again: async (tx, id) => view(await lockedAccount(tx, id)),
    },
    async (tx) => {
      const account = await insertAccount(tx, names);
      await audit(tx, actor, {
        action: "account.create",
        subjectId: account.id,
        accountId: account.id,
        after: { name: names.name, ...(names.arabicName !== null && { arabicName: names.arabicName }) },
      });
      return view(account);
    },
    nameConflicts(names),
  );
}

/** From the next request on, every token of the account is answered with 403. */
export function suspendAccount(actor: Actor, input: unknown): Promise<Account> {
  return setStatus(actor, input, "suspended");
}

export function resumeAccount(actor: Actor, input: unknown): Promise<Account> {
  return setStatus(actor, input, "active");
}

/** Setting the status that an account has already changes nothing and is not an error. */
async function setStatus(actor: Actor, input: unknown, status: Account["status"]): Promise<Account> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { id } = checked(byId, input);
  return auditedTransaction(async (tx) => {
    const before = await lockedAccount(tx, id);
    if (before.status === status) return view(before);
    const account = await updateAccount(tx, id, { status });
    // Resuming lets developers sign in again, but does not restore their old sessions.
    if (status === "suspended") {
      await endSessionsOf(tx, id);
      for (const subscription of await selectPrepared(tx, id)) await deletePrepared(tx, subscription);
    } else await renewFromNow(tx, id);
    await audit(tx, actor, {
      action: status === "suspended" ? "account.suspend" : "account.resume",
      subjectId: id,
      accountId: id,
      before: { status: before.status },
      after: { status },
    });
    return view(account);
  });
}

/** Changes the account's name and the operator's notes: only the given fields. */
export async function changeAccount(actor: Actor, input: unknown): Promise<AccountFile> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { id, basis, name, englishName, arabicName, ...rest } = checked(accountChange, input);
  const entered = { name, englishName, arabicName };
  return auditedTransaction(
    async (tx) => {
      const before = await lockedAccount(tx, id);
      const { contactName, contactEmail, contactPhone, notes } = before;
      const now = {
        ...nameFields(before),
        name: before.name,
        contactName,
        contactEmail,
        contactPhone,
        notes,
      };
      await refuseOutdated(tx, actor, { noun: "account", id, basis, now });
      const given = { ...rest, ...changedNames(before, entered) };
      const fields = Object.keys(given) as (keyof typeof given)[];
      const changed = fields.filter((field) => given[field] !== undefined && given[field] !== before[field]);
      if (changed.length === 0) return before;
      const pick = (from: Partial<AccountFile>) =>
        Object.fromEntries(changed.map((field) => [field, from[field]]));
      const account = await updateAccount(tx, id, pick(given as Partial<AccountFile>));
      await audit(tx, actor, {
        action: "account.change",
        subjectId: id,
        accountId: id,
        before: pick(before),
        after: pick(account),
      });
      return account;
    },
    nameConflicts({ name: name || englishName || arabicName || "", arabicName: arabicName ?? null }),
  );
}

/** The names after a change: an only name replaces the main one; what is not given stays. */
function changedNames(
  before: AccountName,
  {
    name,
    englishName,
    arabicName,
  }: Partial<Record<"name" | "englishName" | "arabicName", string | undefined>>,
): AccountName {
  if (name !== undefined && englishName === undefined && arabicName === undefined)
    return { name, arabicName: before.arabicName === name ? null : before.arabicName };
  const was = nameFields(before);
  const stored = storedNames({
    englishName: englishName ?? name ?? was.englishName,
    arabicName: arabicName ?? was.arabicName,
  });
  if (!stored) throw invalid([["englishName", "required"]]);
  return stored;
}

/** No two accounts have the same name in one language. */
function nameConflicts({ name, arabicName }: AccountName): Record<string, Refused> {
  return {
    accounts_name_unique: new Refused("account_name_taken", { name }),
    accounts_arabic_name_unique: new Refused("account_name_taken", { name: arabicName ?? "" }),
  };
}

/** Locks the account against other changes until the transaction ends. @throws {Refused} if it does not exist. */
export async function lockedAccount(tx: Executor, id: number): Promise<AccountRow> {
  const account = await lockAccount(tx, id);
  if (!account) throw new Refused("account_not_found", { id });
  return account;
}

export async function listAccounts(actor: Actor): Promise<Account[]> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return (await selectAccounts(database())).map(view);
}

/** A page of matching accounts, in the requested order. */
export async function searchAccounts(actor: Actor, input: unknown): Promise<AccountPage> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return selectAccountPage(database(), checked(accountList, input));
}

export async function getAccount(actor: Actor, input: unknown): Promise<Account> {
  const { id } = checked(byId, input);
  if (!canRead(actor, id)) throw new Refused("not_allowed");
  return view(await foundAccount(id));
}

/** The account with contact and notes. */
export async function getAccountFile(actor: Actor, input: unknown): Promise<AccountFile> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return foundAccount(checked(byId, input).id);
}

async function foundAccount(id: number): Promise<AccountRow> {
  const account = await findAccount(database(), id);
  if (!account) throw new Refused("account_not_found", { id });
  return account;
}
