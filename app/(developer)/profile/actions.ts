"use server";

import * as profile from "#services/profile.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireDeveloper } from "../../session.ts";

export async function changePassword(current: string, password: string): Promise<ActionResult> {
  const { actor } = await requireDeveloper();
  return act(async () => void (await profile.changePassword(actor, { current, password })));
}
