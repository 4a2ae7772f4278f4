"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import type { Invitation, Link } from "#components/users/user-view.ts";
import { resetTwoFactor } from "#services/access/two-factor.ts";
import { deactivateUser, reactivateUser } from "#services/users/user-access.ts";
import * as links from "#services/users/user-links.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireAdmin } from "../../guards.ts";

/** Runs a change and refreshes the list, also after a refusal, which means that it was out of date. */
async function changing<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  const result = await act(work);
  revalidatePath("/admin", "layout");
  return result;
}

/** The full URL, as people reach this server. */
async function whole({ path, expiresAt }: links.HandedLink): Promise<Link> {
  const asked = await headers();
  const origin = `${asked.get("x-forwarded-proto")}://${asked.get("x-forwarded-host")}`;
  return { url: `${origin}${path}`, until: expiresAt.toISOString() };
}

export async function inviteUser({ email, role, accountId }: Invitation) {
  const { actor } = await requireAdmin();
  return changing(async () =>
    whole(await links.inviteUser(actor, { email, role, ...(accountId ? { accountId } : {}) })),
  );
}

export async function renewInvitation(email: string) {
  const { actor } = await requireAdmin();
  return changing(async () => whole(await links.renewInvitation(actor, { email })));
}

export async function withdrawInvitation(email: string): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await links.withdrawInvitation(actor, { email })));
}

export async function linkForReset(email: string) {
  const { actor } = await requireAdmin();
  return changing(async () => whole(await links.linkForReset(actor, { email })));
}

export async function resetUserTwoFactor(email: string): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await resetTwoFactor(actor, { email })));
}

export async function deactivate(email: string): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await deactivateUser(actor, { email })));
}

export async function reactivate(email: string): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return changing(async () => void (await reactivateUser(actor, { email })));
}
