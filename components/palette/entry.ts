import type { LucideIcon } from "lucide-react";
import type { FindingKind } from "#core/search/finding-kinds.ts";

export type Group = "recent" | "actions" | "pages" | "logs" | FindingKind;

/** A line of the palette. */
export interface Entry {
  key: string;
  group: Group;
  icon: LucideIcon;
  text: string;
  /** The same in the other language: the keyboard may type one while the pages are in the other. */
  other?: string;
  detail?: string | undefined;
  /** Where it leads; of an action that needs something to act on, what to look for. */
  to: { href: string } | { ask: Targeted };
  /** What is remembered of it, where that is less than what is shown. */
  remembered?: string;
}

/** An action on something that is chosen in a second step. */
export interface Targeted {
  name: "grant" | "invite" | "copyToken";
  kind: FindingKind;
  hrefOf: (found: Found) => string;
}

/** A finding as the server answers it. */
export interface Found {
  kind: FindingKind;
  id: number | string;
  title: string;
  detail: string | null;
  account: { id: number; name: string } | null;
  href: string;
}
