"use server";

import { revalidatePath } from "next/cache";
import * as twoFactor from "#services/access/two-factor.ts";
import * as profile from "#services/users/profile.ts";
import { type ActionResult, act } from "./action.ts";
import { renewSession, requireViewer } from "./session.ts";

/** What a user of either side does to their own user. What ends all sessions renews this browser's. */

export async function changePassword(current: string, password: string): Promise<ActionResult> {
  const { actor } = await requireViewer();
  return act(
    async () => void (await renewSession(await profile.changePassword(actor, { current, password }))),
  );
}

export async function beginTwoFactor(password: string) {
  const { actor } = await requireViewer();
  return act(() => twoFactor.beginTwoFactor(actor, { password }));
}

/** Does not have the page read anew: it would take the recovery codes off the screen. */
export async function confirmTwoFactor(pending: string, code: string) {
  const { actor } = await requireViewer();
  return act(async () => {
    const { recoveryCodes, session } = await twoFactor.confirmTwoFactor(actor, { pending, code });
    await renewSession(session);
    return recoveryCodes;
  });
}

export async function renewRecoveryCodes(password: string, code: string) {
  const { actor } = await requireViewer();
  return act(() => twoFactor.renewRecoveryCodes(actor, { password, code }));
}

export async function disableTwoFactor(password: string, code: string): Promise<ActionResult> {
  const { actor } = await requireViewer();
  const result = await act(
    async () => void (await renewSession(await twoFactor.disableTwoFactor(actor, { password, code }))),
  );
  revalidatePath("/", "layout");
  return result;
}
