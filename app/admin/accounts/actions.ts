"use server";

import { revalidatePath } from "next/cache";
import type { AccountFields } from "#components/accounts/file-dialog.tsx";
import type { NameFields } from "#core/customer/account-name.ts";
import { rangeText } from "#core/customer/address.ts";
import type { Basis } from "#core/input/edited.ts";
import { startViewing } from "#services/access/viewing.ts";
import * as accounts from "#services/customers/accounts.ts";
import { revokeToken } from "#services/customers/tokens.ts";
import * as whitelist from "#services/customers/whitelist.ts";
import { revokeTemplate } from "#services/templates/decisions.ts";
import { type ActionResult, act } from "../../action.ts";
import { anyOf } from "../../any-of.ts";
import { requireAdmin } from "../../guards.ts";
import { keepViewing } from "../../session.ts";

/** Runs a change and refreshes the admin's pages, also after a refusal, which means that they were out of date. */
async function changing<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  const result = await act(work);
  revalidatePath("/admin", "layout");
  return result;
}

export async function createAccount(names: NameFields & { key: string }) {
  const { actor } = await requireAdmin();
  return changing(async () => {
    const { englishName, arabicName, key } = anyOf(names);
    const { id } = await accounts.createAccount(actor, { englishName, arabicName, key });
    return { id };
  });
}

export async function changeAccount(
  id: number,
  fields: AccountFields & { basis: Basis },
): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await accounts.changeAccount(actor, { ...fields, id })));
}

export async function suspendAccount(id: number): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await accounts.suspendAccount(actor, { id })));
}

export async function resumeAccount(id: number): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await accounts.resumeAccount(actor, { id })));
}

export async function revokeAccountTemplate(
  id: number,
  versionId: number,
  reason: string,
): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await revokeTemplate(actor, { id, versionId, reason })));
}

export async function revokeAccountToken(id: number): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await revokeToken(actor, { id })));
}

export async function addAccountRange(
  accountId: number,
  range: string,
  label: string,
  confirmed: boolean,
  key?: string,
) {
  const { actor } = await requireAdmin();
  return changing(async () => {
    const entry = await whitelist.addToWhitelist(actor, { accountId, range, label, confirmed, key });
    return { range: rangeText(entry.range) };
  });
}

export async function removeAccountRange(id: number): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await whitelist.removeFromWhitelist(actor, { id })));
}

export async function enforceAccountWhitelist(accountId: number, enforced: boolean): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await whitelist.setWhitelistEnforced(actor, { accountId, enforced })));
}

/** This browser then shows the developer's dashboard until the admin leaves it. */
export async function viewAccount(id: number): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return act(async () => void (await keepViewing(await startViewing(actor, { id }))));
}
