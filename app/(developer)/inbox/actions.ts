"use server";

import { readSandboxInbox } from "#services/sending/sandbox-inbox.ts";
import { act } from "../../action.ts";
import { requireDeveloper } from "../../guards.ts";

export async function readInboxAction() {
  const { actor } = await requireDeveloper();
  return act(() => readSandboxInbox(actor));
}
