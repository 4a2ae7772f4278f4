"use server";

import type { TestReport, TestResult } from "#core/gateway/provider-test.ts";
import { saveProviderForm } from "#services/gateway/provider-form.ts";
import * as providers from "#services/gateway/providers.ts";
import { reportOnTest, testProvider } from "#services/providers/trial.ts";
import { setApprovalDemand } from "#services/routing/approvals.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireAdmin } from "../../guards.ts";
import { changing } from "../changing.ts";

/** The notice about the sandbox is on every page. */
const EVERY_PAGE = "/";

export async function saveCarrier(input: unknown): Promise<ActionResult> {
  return changing(saveProviderForm, input, EVERY_PAGE);
}

export async function switchCarrier(input: unknown): Promise<ActionResult> {
  return changing(providers.switchProvider, input, EVERY_PAGE);
}

export async function demandApproval(input: unknown): Promise<ActionResult> {
  return changing(setApprovalDemand, input, EVERY_PAGE);
}

export async function moveCarrier(input: unknown): Promise<ActionResult> {
  return changing(providers.moveProvider, input, EVERY_PAGE);
}

export async function removeCarrier(input: unknown): Promise<ActionResult> {
  return changing(providers.removeProvider, input, EVERY_PAGE);
}

export async function testCarrier(input: unknown): Promise<ActionResult<TestResult>> {
  const { actor } = await requireAdmin();
  return act(() => testProvider(actor, input));
}

export async function carrierTestReport(id: number): Promise<ActionResult<TestReport | null>> {
  const { actor } = await requireAdmin();
  return act(() => reportOnTest(actor, { id }));
}
