import type { Outcome } from "#components/ui/outcome.ts";

export interface EntryView {
  id: number;
  /** As people write it: an address alone has no mask. */
  range: string;
  /** It lets in the whole internet, or a large part of it. */
  wide: boolean;
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
  /** A range that keeps hardly anybody out is taken only if that is `confirmed`. */
  onAdd: (
    range: string,
    label: string,
    confirmed: boolean,
    key?: string,
  ) => Promise<Outcome<{ range: string }>>;
  onRemove: (id: number) => Promise<Outcome>;
  onEnforce: (enforced: boolean) => Promise<Outcome>;
}
