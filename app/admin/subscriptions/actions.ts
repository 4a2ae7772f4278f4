"use server";

import { revalidatePath } from "next/cache";
import type { Actor } from "#core/access/actor.ts";
import type { Basis } from "#core/input/edited.ts";
import * as subscriptions from "#services/customers/subscriptions.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireAdmin } from "../../guards.ts";

type Input = Record<string, string | Basis>;

/** Runs a change and refreshes the pages, also after a refusal, which means that they were out of date. */
async function changing(
  work: (actor: Actor, input: Input) => Promise<unknown>,
  input: Input,
): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  const result = await act(async () => void (await work(actor, input)));
  revalidatePath("/admin", "layout");
  return result;
}

/** From a plan, or with custom values. */
export async function grant(input: Input): Promise<ActionResult> {
  return changing(
    (actor) =>
      // The client may have sent anything; the services validate it.
      Object.hasOwn(Object(input), "planId")
        ? subscriptions.grantPlan(actor, input)
        : subscriptions.grantSubscription(actor, input),
    input,
  );
}

export async function topUp(input: Input): Promise<ActionResult> {
  return changing(subscriptions.topUpSubscription, input);
}

export async function extend(input: Input): Promise<ActionResult> {
  return changing(subscriptions.extendSubscription, input);
}

export async function cancel(input: Input): Promise<ActionResult> {
  return changing(subscriptions.cancelSubscription, input);
}
