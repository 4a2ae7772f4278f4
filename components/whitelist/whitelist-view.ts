import type { Outcome } from "#components/ui/outcome.ts";

export interface EntryView {
  id: number;
  /** As people write it: an address alone has no mask. */
  range: string;
  label: string;
  createdAt: string;
}

export interface RefusedView {
  address: string;
  count: number;
  lastAt: string;
  allowed: boolean;
}

export interface WhitelistActions {
  /** Changes nothing: says whether the range would be taken. */
  onCheck: (range: string) => Promise<Outcome>;
  onAdd: (range: string, label: string) => Promise<Outcome<{ range: string }>>;
  onRemove: (id: number) => Promise<Outcome>;
  onEnforce: (enforced: boolean) => Promise<Outcome>;
}
