"use server";

import type { Basis } from "#core/input/edited.ts";
import * as subscriptions from "#services/customers/subscriptions.ts";
import type { ActionResult } from "../../action.ts";
import { anyOf } from "../../any-of.ts";
import { changing } from "../changing.ts";

type Input = Record<string, string | Basis>;

/** From a plan, or with custom values. */
export async function grant(input: Input): Promise<ActionResult> {
  return changing(
    (actor) =>
      Object.hasOwn(anyOf(input), "planId")
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

export async function setRenewal(input: Input): Promise<ActionResult> {
  return changing(subscriptions.setRenewal, input);
}

export async function cancel(input: Input): Promise<ActionResult> {
  return changing(subscriptions.cancelSubscription, input);
}
