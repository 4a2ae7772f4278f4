"use server";

import type { PlanInput } from "#components/plans/plan-view.ts";
import * as plans from "#services/customers/plans.ts";
import type { ActionResult } from "../../action.ts";
import { changing } from "../changing.ts";

export async function createPlan(input: PlanInput): Promise<ActionResult> {
  return changing(plans.createPlan, input);
}

export async function editPlan(input: PlanInput): Promise<ActionResult> {
  return changing(plans.editPlan, input);
}

export async function archivePlan(id: number): Promise<ActionResult> {
  return changing(plans.archivePlan, { id });
}
