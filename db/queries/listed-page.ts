import { type SQL, sql } from "drizzle-orm";
import type { CountedPage, IdPageAsked } from "#core/table/page-input.ts";

/** How one page is cut out of `listed`, a common table expression with the columns `id` and `key`. */
export interface PageWindow {
  /** The condition and the order of the page's rows, for `select * from listed`. */
  cut: SQL;
  /** The same order once more, for a statement that joins them with more. */
  order: SQL;
  size: number;
  backwards: boolean;
  asked: IdPageAsked;
}

/**
 * One page next to a cursor, which is the id of a row, so that a page does not shift when rows are added or removed. Rows
 * are in the order of `key`, and of their ids where it is the same.
 */
export function pageWindow(asked: IdPageAsked, falling: boolean): PageWindow {
  const { size, after, before } = asked;
  const cursor = after ?? before;
  // For a page before the cursor, rows are read in reverse order and reversed at the end.
  const backwards = after === undefined && before !== undefined;
  const descending = falling !== backwards;
  const way = sql.raw(descending ? "desc" : "asc");
  const beyond =
    cursor === undefined
      ? sql``
      : sql`where not exists (select from listed where id = ${cursor})
          or (key, id) ${sql.raw(descending ? "<" : ">")} (select key, id from listed where id = ${cursor})`;
  return {
    cut: sql`${beyond} order by key ${way}, id ${way} limit ${size + 1}`,
    order: sql`key ${way}, id ${way}`,
    size,
    backwards,
    asked,
  };
}

/** The page of the rows that were found: each has the number of all rows as `count`. */
export function pageFrom<Found extends { id: number; count: number }>(
  found: readonly Found[],
  { size, backwards, asked }: PageWindow,
): CountedPage<Omit<Found, "count">> {
  const rows = found.slice(0, size).map(({ count: _, ...row }) => row);
  if (backwards) rows.reverse();
  const more = found.length > size;
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    rows,
    count: found[0]?.count ?? 0,
    before: first && (backwards ? more : asked.after !== undefined) ? String(first.id) : null,
    after: last && (backwards || more) ? String(last.id) : null,
  };
}
