"use server";

import { revalidatePath } from "next/cache";
import type { Invitation } from "#components/users/user-view.ts";
import type { UserRole } from "#core/access/role.ts";
import { resetTwoFactor } from "#services/access/two-factor.ts";
import { changeRole, deactivateUser, reactivateUser } from "#services/users/user-access.ts";
import * as links from "#services/users/user-links.ts";
import { type ActionResult, act } from "../../action.ts";
import { anyOf } from "../../any-of.ts";
import { requireAdmin } from "../../guards.ts";
import { wholeLink } from "../../handed-link.ts";

/** Runs a change and refreshes the list, also after a refusal, which means that it was out of date. */
async function changing<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  const result = await act(work);
  revalidatePath("/admin", "layout");
  return result;
}

export async function inviteUser(invitation: Invitation) {
  const { actor } = await requireAdmin();
  const { email, role, accountId } = anyOf(invitation);
  return changing(async () =>
    wholeLink(await links.inviteUser(actor, { email, role, ...(accountId ? { accountId } : {}) })),
  );
}

export async function renewInvitation(email: string) {
  const { actor } = await requireAdmin();
  return changing(async () => wholeLink(await links.renewInvitation(actor, { email })));
}

export async function withdrawInvitation(email: string): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await links.withdrawInvitation(actor, { email })));
}

export async function linkForReset(email: string) {
  const { actor } = await requireAdmin();
  return changing(async () => wholeLink(await links.linkForReset(actor, { email })));
}

export async function resetUserTwoFactor(email: string): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await resetTwoFactor(actor, { email })));
}

export async function changeUserRole(email: string, role: UserRole): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await changeRole(actor, { email, role })));
}

export async function deactivate(email: string): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await deactivateUser(actor, { email })));
}

export async function reactivate(email: string): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await reactivateUser(actor, { email })));
}
