import type { Outcome } from "#components/ui/outcome.ts";

export interface PlanView {
  id: number;
  name: string;
  quota: number;
  days: number;
  unit: "message" | "segment";
  price: string;
  /** Subscriptions that run on it. */
  running: number;
  archived: boolean;
}

export interface PlanActions {
  onCreate: (input: Record<string, string>) => Promise<Outcome>;
  onEdit: (input: Record<string, string>) => Promise<Outcome>;
  onArchive: (id: number) => Promise<Outcome>;
}

export type PlanDialog = { kind: "create" } | { kind: "edit" | "archive"; plan: PlanView };
