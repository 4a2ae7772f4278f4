"use server";

import type { ExplanationView } from "#components/routing/routing-view.ts";
import { explainRoute } from "#services/routing/explain.ts";
import * as operators from "#services/routing/operators.ts";
import * as routes from "#services/routing/routes.ts";
import * as senders from "#services/routing/senders.ts";
import { type ActionResult, act } from "../../action.ts";
import { requireAdmin } from "../../guards.ts";
import { changing } from "../changing.ts";

type Input = Record<string, unknown>;

export async function explain(input: Input): Promise<ActionResult<ExplanationView>> {
  const { actor } = await requireAdmin();
  return act(async () => {
    const { number, route, fate, candidates, leftOut } = await explainRoute(actor, input);
    return { number, route, fate, candidates, leftOut };
  });
}

export async function setRoute(input: Input): Promise<ActionResult> {
  return changing(routes.setRoute, input);
}

export async function removeRoute(input: Input): Promise<ActionResult> {
  return changing(routes.removeRoute, input);
}

export async function setOperator(input: Input): Promise<ActionResult> {
  return changing(operators.setOperator, input);
}

export async function removeOperator(input: Input): Promise<ActionResult> {
  return changing(operators.removeOperator, input);
}

export async function setSender(input: Input): Promise<ActionResult> {
  return changing(senders.setSender, input);
}

export async function removeSender(input: Input): Promise<ActionResult> {
  return changing(senders.removeSender, input);
}
