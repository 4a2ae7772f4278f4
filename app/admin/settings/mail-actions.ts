"use server";

import { revalidatePath } from "next/cache";
import type { Basis } from "#core/input/edited.ts";
import type { MailAnswer } from "#core/mail/smtp.ts";
import * as smtp from "#services/mail/smtp.ts";
import { tryMail } from "#services/mail/try-mail.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireAdmin } from "../../guards.ts";

/** The profile of every user says whether mails are sent. */
function everywhere<T>(result: T): T {
  revalidatePath("/", "layout");
  return result;
}

export async function saveSmtp(value: unknown, basis: Basis): Promise<ActionResult<Record<string, unknown>>> {
  const { actor } = await requireAdmin();
  return everywhere(
    await act<Record<string, unknown>>(async () => ({ ...(await smtp.setSmtp(actor, { value, basis })) })),
  );
}

export async function removeSmtp(): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  return everywhere(await act(async () => void (await smtp.removeSmtp(actor))));
}

/** Sends a mail to the admin with these values, without storing them. */
export async function testSmtp(value: unknown): Promise<ActionResult<MailAnswer & { to: string }>> {
  const { actor } = await requireAdmin();
  return act(() => tryMail(actor, { value }));
}
