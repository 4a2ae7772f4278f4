"use server";

import { revalidatePath } from "next/cache";
import type { UserRole } from "#core/access/role.ts";
import { demandTwoFactor } from "#services/customers/team.ts";
import * as access from "#services/users/user-access.ts";
import * as links from "#services/users/user-links.ts";
import { type ActionResult, act } from "../../action.ts";
import { anyOf } from "../../any-of.ts";
import { requireDeveloper } from "../../guards.ts";
import { wholeLink } from "../../handed-link.ts";

/** Runs a change and refreshes the list, also after a refusal, which means that it was out of date. */
async function changing<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  const result = await act(work);
  revalidatePath("/team");
  return result;
}

export async function inviteMember(invitation: { email: string; role: UserRole }) {
  const { actor, accountId } = await requireDeveloper();
  const { email, role } = anyOf(invitation);
  return changing(async () => wholeLink(await links.inviteUser(actor, { email, role, accountId })));
}

export async function renewMemberInvitation(email: string) {
  const { actor } = await requireDeveloper();
  return changing(async () => wholeLink(await links.renewInvitation(actor, { email })));
}

export async function withdrawMemberInvitation(email: string): Promise<ActionResult> {
  const { actor } = await requireDeveloper();
  return changing(async () => void (await links.withdrawInvitation(actor, { email })));
}

export async function changeMemberRole(email: string, role: UserRole): Promise<ActionResult> {
  const { actor } = await requireDeveloper();
  return changing(async () => void (await access.changeRole(actor, { email, role })));
}

export async function removeMember(email: string): Promise<ActionResult> {
  const { actor } = await requireDeveloper();
  return changing(async () => void (await access.deactivateUser(actor, { email })));
}

export async function restoreMember(email: string): Promise<ActionResult> {
  const { actor } = await requireDeveloper();
  return changing(async () => void (await access.reactivateUser(actor, { email })));
}

export async function demandTeamTwoFactor(required: boolean): Promise<ActionResult> {
  const { actor, accountId } = await requireDeveloper();
  return changing(async () => void (await demandTwoFactor(actor, { accountId, required })));
}
