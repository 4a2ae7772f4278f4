import type { Outcome } from "#components/ui/outcome.ts";
import type { PlanTerms } from "#core/customer/subscription.ts";
import type { Basis } from "#core/input/edited.ts";

export interface PlanView extends PlanTerms {
  id: number;
  /** The number of subscriptions on this plan. */
  running: number;
  archived: boolean;
}

/** As typed into the form; the service parses it. */
export type PlanInput = Record<string, string | Basis>;

export interface PlanActions {
  onCreate: (input: PlanInput) => Promise<Outcome>;
  onEdit: (input: PlanInput) => Promise<Outcome>;
  onArchive: (id: number) => Promise<Outcome>;
}

export type PlanDialog = { kind: "create" } | { kind: "edit" | "archive"; plan: PlanView };
