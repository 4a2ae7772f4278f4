import { canActFor, canChange, canRead, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { isWide } from "#core/customer/address.ts";
import { newWhitelistEntry, whitelistPage, whitelistSwitch } from "#core/customer/whitelist.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import type { CountedPage } from "#core/table/page-input.ts";
import { findAccount, updateAccount } from "#db/queries/customers/accounts.ts";
import {
  coversAddress,
  deleteWhitelistEntry,
  hasWhitelist,
  insertWhitelistEntry,
  selectWhitelist,
  selectWhitelistPage,
  type WhitelistRow,
} from "#db/queries/customers/whitelist.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { lockedAccount } from "./accounts.ts";

export type WhitelistEntry = WhitelistRow;

/** @throws {Refused} `whitelist_range_wide` for a range so large that it keeps hardly anybody out, unless confirmed. */
export async function addToWhitelist(actor: Actor, input: unknown): Promise<WhitelistEntry> {
  const { accountId, range, label, confirmed } = checked(newWhitelistEntry, input);
  if (!canActFor(actor, accountId)) throw new Refused("not_allowed");
  if (isWide(range) && !confirmed) throw new Refused("whitelist_range_wide", { range });
  return auditedOnce(
    actor,
    {
      action: "whitelist.add",
      input,
      values: { accountId, range, label },
      again: (tx, id) => presentEntry(tx, accountId, id),
    },
    async (tx) => {
      const entry = await insertWhitelistEntry(tx, accountId, { range, label });
      await audit(tx, actor, {
        action: "whitelist.add",
        subjectId: entry.id,
        accountId,
        after: { range, label },
      });
      return entry;
    },
    {
      whitelist_entries_range: new Refused("whitelist_entry_exists", { range }),
      whitelist_entries_account_id_accounts_id_fk: new Refused("account_not_found", { id: accountId }),
    },
  );
}

async function presentEntry(tx: Executor, accountId: number, id: number): Promise<WhitelistEntry> {
  const entry = (await selectWhitelist(tx, accountId)).find((each) => each.id === id);
  if (!entry) throw new Refused("whitelist_entry_not_found", { id });
  return entry;
}

export async function removeFromWhitelist(actor: Actor, input: unknown): Promise<WhitelistEntry> {
  const { id } = checked(byId, input);
  if (!canChange(actor)) throw new Refused("read_only");
  return auditedTransaction(async (tx) => {
    const entry = await deleteWhitelistEntry(tx, id, scopeOf(actor));
    if (!entry) throw new Refused("whitelist_entry_not_found", { id });
    await audit(tx, actor, {
      action: "whitelist.remove",
      subjectId: id,
      accountId: entry.accountId,
      before: { range: entry.range, label: entry.label },
    });
    return entry;
  });
}

export interface Enforcement {
  accountId: number;
  enforced: boolean;
}

/** If switched off, requests may come from any address. Setting the current value again changes nothing. */
export async function setWhitelistEnforced(actor: Actor, input: unknown): Promise<Enforcement> {
  const { accountId, enforced } = checked(whitelistSwitch, input);
  if (!canActFor(actor, accountId)) throw new Refused("not_allowed");
  return auditedTransaction(async (tx) => {
    const before = await lockedAccount(tx, accountId);
    if (before.whitelistEnforced === enforced) return { accountId, enforced };
    await updateAccount(tx, accountId, { whitelistEnforced: enforced });
    await audit(tx, actor, {
      action: "whitelist.enforce",
      subjectId: accountId,
      accountId,
      before: { enforced: before.whitelistEnforced },
      after: { enforced },
    });
    return { accountId, enforced };
  });
}

export async function listWhitelist(
  actor: Actor,
  input: unknown,
): Promise<{ enforced: boolean; entries: WhitelistEntry[] }> {
  const { id } = checked(byId, input);
  if (!canRead(actor, id)) throw new Refused("not_allowed");
  const account = await findAccount(database(), id);
  if (!account) throw new Refused("account_not_found", { id });
  return { enforced: account.whitelistEnforced, entries: await selectWhitelist(database(), id) };
}

/** A page of the whitelist, with whether it is enforced and whether there is nothing on it at all. */
export async function searchWhitelist(
  actor: Actor,
  input: unknown,
): Promise<CountedPage<WhitelistEntry> & { enforced: boolean; isEmpty: boolean }> {
  const list = checked(whitelistPage, input);
  if (!canRead(actor, list.accountId)) throw new Refused("not_allowed");
  const [account, page] = await Promise.all([
    findAccount(database(), list.accountId),
    selectWhitelistPage(database(), list),
  ]);
  if (!account) throw new Refused("account_not_found", { id: list.accountId });
  const isEmpty = page.rows.length === 0 && !(await hasWhitelist(database(), list.accountId));
  return { ...page, enforced: account.whitelistEnforced, isEmpty };
}

/** Whether the actor's own address is already on the whitelist; false if the address is unknown. */
export async function coversOwnAddress(actor: Actor, input: unknown): Promise<boolean> {
  const { id } = checked(byId, input);
  if (!canRead(actor, id)) throw new Refused("not_allowed");
  return actor.kind === "user" && actor.address !== null && coversAddress(database(), id, actor.address);
}
