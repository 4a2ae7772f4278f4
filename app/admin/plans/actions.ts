"use server";

import { revalidatePath } from "next/cache";
import type { PlanInput } from "#components/plans/plan-view.ts";
import type { Actor } from "#core/access/actor.ts";
import * as plans from "#services/customers/plans.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireAdmin } from "../../guards.ts";

async function changing(
  work: (actor: Actor, input: unknown) => Promise<unknown>,
  input: unknown,
): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  const result = await act(async () => void (await work(actor, input)));
  revalidatePath("/admin", "layout");
  return result;
}

export async function createPlan(input: PlanInput): Promise<ActionResult> {
  return changing(plans.createPlan, input);
}

export async function editPlan(input: PlanInput): Promise<ActionResult> {
  return changing(plans.editPlan, input);
}

export async function archivePlan(id: number): Promise<ActionResult> {
  return changing(plans.archivePlan, { id });
}
