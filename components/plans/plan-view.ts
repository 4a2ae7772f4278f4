import type { Outcome } from "#components/ui/outcome.ts";
import type { Basis } from "#core/input/edited.ts";

export interface PlanView {
  id: number;
  name: string;
  quota: number;
  /** Its length: one of the two is null. */
  days: number | null;
  months: number | null;
  unit: "message" | "segment";
  price: string;
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
