"use server";

import { revalidatePath } from "next/cache";
import { rangeText } from "#core/customer/address.ts";
import { addToWhitelist, removeFromWhitelist, setWhitelistEnforced } from "#services/customers/whitelist.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireDeveloper } from "../../guards.ts";

/** Runs a change and refreshes the lists, also after a refusal, which means that they were out of date. */
async function changing<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  const result = await act(work);
  revalidatePath("/whitelist");
  return result;
}

export async function addRange(text: string, label: string, confirmed: boolean, key?: string) {
  const { actor, accountId } = await requireDeveloper();
  return changing(async () => {
    const entry = await addToWhitelist(actor, { accountId, range: text, label, confirmed, key });
    return { range: rangeText(entry.range) };
  });
}

export async function removeRange(id: number) {
  const { actor } = await requireDeveloper();
  return changing(async () => void (await removeFromWhitelist(actor, { id })));
}

export async function enforceWhitelist(enforced: boolean) {
  const { actor, accountId } = await requireDeveloper();
  return changing(async () => void (await setWhitelistEnforced(actor, { accountId, enforced })));
}
