"use server";

import { revalidatePath } from "next/cache";
import { setApproval } from "#services/routing/approvals.ts";
import { approveTemplate, rejectTemplate, undoDecision } from "#services/templates/decisions.ts";
import { act } from "../../action.ts";
import { requireAdmin } from "../../guards.ts";

/**
 * Runs a decision and refreshes the queue and its count, also after a refusal, which means that they were out of date.
 */
async function deciding(work: () => Promise<unknown>) {
  const result = await act(async () => void (await work()));
  revalidatePath("/admin", "layout");
  return result;
}

export async function approve(id: number, versionId: number) {
  const { actor } = await requireAdmin();
  return deciding(() => approveTemplate(actor, { id, versionId }));
}

export async function reject(id: number, versionId: number, reason: string) {
  const { actor } = await requireAdmin();
  return deciding(() => rejectTemplate(actor, { id, versionId, reason }));
}

export async function undo(id: number, versionId: number) {
  const { actor } = await requireAdmin();
  return deciding(() => undoDecision(actor, { id, versionId }));
}

export async function setOperatorApproval(input: Record<string, unknown>) {
  const { actor } = await requireAdmin();
  return deciding(() => setApproval(actor, input));
}
