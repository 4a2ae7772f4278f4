import { z } from "zod";
import { id } from "#core/input/id.ts";

/** A mistyped cursor counts as absent. */
const cursor = id.optional().catch(undefined);

/** The part of a list that a service is asked for, where a cursor is the id of a row. */
export const pageInput = { size: z.int().min(1).max(100), after: cursor, before: cursor };

export interface IdPageAsked {
  size: number;
  after?: number | undefined;
  before?: number | undefined;
}

/** A page with the cursors of its neighbours, and the number of rows on all pages. */
export interface CountedPage<Row> {
  rows: Row[];
  count: number;
  before: string | null;
  after: string | null;
}
