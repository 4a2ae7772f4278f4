"use server";

import { revalidatePath } from "next/cache";
import * as sessions from "#services/access/session.ts";
import * as twoFactor from "#services/access/two-factor.ts";
import * as profile from "#services/users/profile.ts";
import { type ActionResult, act } from "./action.ts";
import { requireViewer } from "./guards.ts";
import { clientOf, renewSession } from "./session.ts";

/** What users of either side do to themselves. An action that ends all sessions renews this browser's. */

export async function changePassword(current: string, password: string): Promise<ActionResult> {
  const { actor } = await requireViewer();
  return act(async () => {
    const session = await profile.changePassword(actor, { current, password }, await clientOf());
    return void (await renewSession(session));
  });
}

export async function changeEmail(current: string, email: string): Promise<ActionResult> {
  const { actor } = await requireViewer();
  return act(async () => {
    const session = await profile.changeEmail(actor, { current, email }, await clientOf());
    return void (await renewSession(session));
  });
}

export async function beginTwoFactor(password: string) {
  const { actor } = await requireViewer();
  return act(() => twoFactor.beginTwoFactor(actor, { password }));
}

/** Does not refresh the page, which would remove the recovery codes from the screen. */
export async function confirmTwoFactor(pending: string, code: string) {
  const { actor } = await requireViewer();
  return act(async () => {
    const { recoveryCodes, session } = await twoFactor.confirmTwoFactor(
      actor,
      { pending, code },
      await clientOf(),
    );
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
  const result = await act(async () => {
    const session = await twoFactor.disableTwoFactor(actor, { password, code }, await clientOf());
    return void (await renewSession(session));
  });
  revalidatePath("/", "layout");
  return result;
}

/** Signs out another of the user's browsers. */
export async function endSession(sessionId: string): Promise<ActionResult> {
  const { actor } = await requireViewer();
  const result = await act(async () => void (await sessions.endSession(actor, { sessionId })));
  revalidatePath("/", "layout");
  return result;
}

/**
 * Signs out all of the user's other browsers.
 * @returns how many.
 */
export async function endOtherSessions(): Promise<ActionResult<number>> {
  const { actor, sessionId } = await requireViewer();
  const result = await act(() => sessions.endOtherSessions(actor, sessionId));
  revalidatePath("/", "layout");
  return result;
}
