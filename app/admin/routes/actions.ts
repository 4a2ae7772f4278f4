"use server";

import type { ChooserOption } from "#components/form/chooser.tsx";
import type { ExplanationView } from "#components/routing/routing-view.ts";
import { isolated } from "#core/input/isolated.ts";
import { Refused } from "#core/input/refusal.ts";
import { explainRoute } from "#services/routing/explain.ts";
import * as operators from "#services/routing/operators.ts";
import * as routes from "#services/routing/routes.ts";
import * as senders from "#services/routing/senders.ts";
import { searchTemplates } from "#services/templates/search.ts";
import { type ActionResult, act } from "../../action.ts";
import { textOf } from "../../any-of.ts";
import { requireAdmin } from "../../guards.ts";
import { changing } from "../changing.ts";

const FOUND = 20;

/** An account's approved templates whose name contains the text, or that have it as their id. */
export async function findTemplates(accountId: number, text: string): Promise<ChooserOption[]> {
  const { actor } = await requireAdmin();
  const asked = { accountId, q: textOf(text).trim() || undefined, size: FOUND };
  try {
    const { rows } = await searchTemplates(actor, asked);
    return rows
      .filter(({ serving, archivedAt }) => serving && !archivedAt)
      .map(({ id, name }) => ({ id, text: `${isolated(name)} #${id}` }));
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

type Input = Record<string, unknown>;

export async function explain(input: Input): Promise<ActionResult<ExplanationView>> {
  const { actor } = await requireAdmin();
  return act(async () => {
    const { number, route, byOrder, fate, candidates, leftOut } = await explainRoute(actor, input);
    return { number, route, byOrder, fate, candidates, leftOut };
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
