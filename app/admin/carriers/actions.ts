"use server";

import { revalidatePath } from "next/cache";
import type { Actor } from "#core/access/actor.ts";
import type { TestReport, TestResult } from "#core/gateway/provider-test.ts";
import { saveProviderForm } from "#services/gateway/provider-form.ts";
import * as providers from "#services/gateway/providers.ts";
import { reportOnTest, testProvider } from "#services/providers/trial.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireAdmin } from "../../guards.ts";

async function changing(
  work: (actor: Actor, input: unknown) => Promise<unknown>,
  input: unknown,
): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  const result = await act(async () => void (await work(actor, input)));
  // The notice about the sandbox stands on every page.
  revalidatePath("/", "layout");
  return result;
}

export async function saveCarrier(input: unknown): Promise<ActionResult> {
  return changing(saveProviderForm, input);
}

export async function switchCarrier(input: unknown): Promise<ActionResult> {
  return changing(providers.switchProvider, input);
}

export async function moveCarrier(input: unknown): Promise<ActionResult> {
  return changing(providers.moveProvider, input);
}

export async function removeCarrier(input: unknown): Promise<ActionResult> {
  return changing(providers.removeProvider, input);
}

export async function testCarrier(input: unknown): Promise<ActionResult<TestResult>> {
  const { actor } = await requireAdmin();
  return act(() => testProvider(actor, input));
}

export async function carrierTestReport(id: number): Promise<ActionResult<TestReport | null>> {
  const { actor } = await requireAdmin();
  return act(() => reportOnTest(actor, Number(id)));
}
