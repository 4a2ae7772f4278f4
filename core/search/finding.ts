import { z } from "zod";
import { searched } from "#core/table/table-params.ts";
import { findingKinds } from "./finding-kinds.ts";

export const findParams = {
  q: searched,
  /** Only things of this kind. */
  kind: z.enum(findingKinds).optional(),
};

/** At most this many of each kind. */
export const MOST_FINDINGS = 5;

/** The end of a token in a search term: alone, or after the dots of `ag_0x1…9fZk`. Null if there is none. */
export function tokenEndIn(text: string): string | null {
  return /(?:^|[…*.]\s*)([0-9A-Za-z]{4})$/.exec(text.trim())?.[1] ?? null;
}
