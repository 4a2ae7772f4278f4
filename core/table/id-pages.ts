import type { id } from "#core/input/id.ts";

/** Which part of a list that is ordered by id, newest first, is asked for. */
export interface PageAsked {
  size: number;
  after?: string | undefined;
  before?: string | undefined;
}

/** What a query needs: rows behind (older than) or ahead of (newer than) an id, and one more than are shown. */
export interface PageBounds {
  behind: number | undefined;
  ahead: number | undefined;
  limit: number;
}

export interface Page<Row> {
  rows: Row[];
  pages: { before: string | null; after: string | null };
}

/**
 * A cursor is the id of the row that the page begins behind; what is none counts as absent. `rowId` is the kind of the
 * list's ids: PostgreSQL refuses to compare with a number beyond it.
 */
export function boundsOf({ size, after, before }: PageAsked, rowId: typeof id): PageBounds {
  const idOf = (cursor: string | undefined) => rowId.safeParse(cursor).data;
  const behind = idOf(after);
  return { behind, ahead: behind === undefined ? idOf(before) : undefined, limit: size + 1 };
}

/** The rows to show of those found, newest first, with the cursors of the pages beside. */
export function pageOf<Row extends { id: number }>(found: Row[], bounds: PageBounds): Page<Row> {
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
