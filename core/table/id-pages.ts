import type { z } from "zod";

/** The part of a list, ordered by id with the newest first, that is asked for. */
export interface PageAsked {
  size: number;
  after?: string | undefined;
  before?: string | undefined;
}

/** What a query needs: rows older or newer than an id, and a limit of one row more than is shown. */
export interface PageBounds<Id = number> {
  behind: Id | undefined;
  ahead: Id | undefined;
  limit: number;
}

export interface Page<Row> {
  rows: Row[];
  pages: { before: string | null; after: string | null };
}

/**
 * A cursor is the id of the row next to which the page begins; an invalid one counts as absent. `rowId` is the schema
 * of the list's ids: PostgreSQL refuses to compare with a number beyond its type.
 */
export function boundsOf<Id>({ size, after, before }: PageAsked, rowId: z.ZodType<Id>): PageBounds<Id> {
  const idOf = (cursor: string | undefined) => rowId.safeParse(cursor).data;
  const behind = idOf(after);
  return { behind, ahead: behind === undefined ? idOf(before) : undefined, limit: size + 1 };
}

/** The rows to show of those found, newest first, with the cursors of the previous and next page. */
export function pageOf<Id, Row extends { id: Id }>(found: Row[], bounds: PageBounds<Id>): Page<Row> {
  const size = bounds.limit - 1;
  const isBack = bounds.ahead !== undefined;
  const more = found.length > size;
  const rows = isBack ? found.slice(-size) : found.slice(0, size);
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    rows,
    pages: {
      before: first && (isBack ? more : bounds.behind !== undefined) ? String(first.id) : null,
      after: last && (isBack || more) ? String(last.id) : null,
    },
  };
}
