"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { rangeText } from "#core/address.ts";
import { checked } from "#core/problem.ts";
import { range } from "#core/whitelist.ts";
import { addToWhitelist, removeFromWhitelist, setWhitelistEnforced } from "#services/whitelist.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireDeveloper } from "../../session.ts";

/** Runs a change and has the lists read anew, also after a refusal: then they were out of date. */
async function changing<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  const result = await act(work);
  revalidatePath("/whitelist");
  return result;
}

/** Says whether a range would be taken, and changes nothing: for the field, when it is left. */
export async function checkRange(text: string): Promise<ActionResult> {
  await requireDeveloper();
  return act(async () => void checked(z.object({ range }), { range: text }));
}

export async function addRange(text: string, label: string) {
  const { actor, accountId } = await requireDeveloper();
  return changing(async () => {
    const entry = await addToWhitelist(actor, { accountId, range: text, label });
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
