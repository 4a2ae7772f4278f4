import { FlexRender, type Row as TableRow } from "@tanstack/react-table";
import Link, { useLinkStatus } from "next/link";
import type { MouseEvent, ReactNode } from "react";
import { useRowKeys } from "./row-keys.ts";
import { useTableAddress } from "./table-address.tsx";
import type { ColumnLook, features } from "./table-features.ts";

type Features = typeof features;

interface TableRowsProps<Row extends object> {
  table: TableModel<Row>;
  label: string;
  dense: boolean;
  /** Columns that are visible at any width. */
  shown: readonly string[];
  hrefOf?: (row: Row) => string;
  prefetch: boolean;
  onOpen?: (row: Row) => void;
  isMuted?: (row: Row) => boolean;
}

/** The parts of TanStack's table that are rendered. */
interface TableModel<Row extends object> {
  getHeaderGroups(): {
    headers: { id: string; column: LookedAt }[];
  }[];
  getRowModel(): { rows: TableRow<Features, Row>[] };
}

/** A card shows every column except those for the widest table only. */
const widths = { medium: "@2xl:@max-4xl:hidden", wide: "@max-6xl:hidden" };

/** The places on a card of two lines. */
const places = {
  main: "@max-2xl:col-start-1",
  end: "@max-2xl:col-start-2 @max-2xl:text-end",
  below: "@max-2xl:col-start-1 @max-2xl:truncate @max-2xl:text-muted",
  "below-end": "@max-2xl:col-start-2 @max-2xl:text-end @max-2xl:text-muted",
};

interface LookedAt {
  id: string;
  columnDef: { meta?: ColumnLook | undefined };
}

/** How a column looks. One that the user has shown is visible at every width. */
function lookOf({ id, columnDef: { meta = { name: "" } } }: LookedAt, shown: readonly string[]): ColumnLook {
  if (!meta.from || !shown.includes(id)) return meta;
  const { from: _, ...always } = meta;
  return always;
}

/** Header and rows; on narrow screens a card per row. */
export function TableRows<Row extends object>(props: TableRowsProps<Row>) {
  const { table, label, shown } = props;
  const { pending } = useTableAddress();
  const keys = useRowKeys();
  return (
    <div
      className={`overflow-clip rounded-lg border border-border bg-surface ${shown.length > 0 ? "@2xl:overflow-x-auto" : ""}`}
    >
      <table aria-label={label} aria-busy={pending} className="w-full text-[13px] @max-2xl:block">
        <thead className="@max-2xl:sr-only">
          {table.getHeaderGroups().map(({ headers }) => (
            <tr key="head">
              {headers.map(({ id, column }) => {
                const { name, numeric, from, menu } = lookOf(column, shown);
                return (
                  <th
                    key={id}
                    data-column={id}
                    scope="col"
                    className={`sticky top-0 z-10 h-10 border-b border-separator bg-surface px-3 font-medium whitespace-nowrap text-muted first:ps-4 last:pe-4 max-md:top-14 ${numeric ? "text-number" : "text-start"} ${from ? widths[from] : ""}`}
                  >
                    {menu ? <span className="sr-only">{name}</span> : name}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody
          {...keys}
          className={`transition-opacity duration-100 @max-2xl:block ${pending ? "opacity-50" : ""}`}
        >
          {table.getRowModel().rows.map((row) => (
            <BodyRow key={row.id} row={row} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BodyRow<Row extends object>({
  row,
  dense,
  shown,
  hrefOf,
  prefetch,
  onOpen,
  isMuted,
}: TableRowsProps<Row> & { row: TableRow<Features, Row> }) {
  const href = hrefOf?.(row.original);
  const cells = row.getVisibleCells();
  const isShort = cells.some((cell) => cell.column.columnDef.meta?.card !== undefined);
  const open = (event: MouseEvent) => {
    if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(row.original);
  };
  return (
    <tr
      data-row={row.id}
      onClick={href === undefined ? undefined : openByCell}
      className={`border-b border-separator transition-opacity duration-100 last:border-b-0 has-[[data-opening]]:opacity-50 last:has-[a[data-open]:focus-visible]:rounded-b-lg has-[a[data-open]:focus-visible]:outline-2 has-[a[data-open]:focus-visible]:-outline-offset-2 has-[a[data-open]:focus-visible]:outline-focus @max-2xl:relative @max-2xl:px-4 ${isShort ? "@max-2xl:grid @max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:gap-x-4 @max-2xl:py-2" : "@max-2xl:flex @max-2xl:flex-col @max-2xl:gap-1.5 @max-2xl:py-3"} ${dense ? "@2xl:h-9" : "@2xl:h-11"} ${href === undefined ? "" : "cursor-pointer hover:bg-surface-secondary"} ${isMuted?.(row.original) ? "text-muted" : ""}`}
    >
      {cells.map((cell) => {
        const look = lookOf(cell.column, shown);
        const content = <FlexRender cell={cell} />;
        return (
          <Cell key={cell.id} id={cell.column.id} look={look} short={isShort}>
            {look.main && href !== undefined ? (
              <Link
                href={href}
                prefetch={prefetch ? null : false}
                scroll={false}
                data-open
                onClick={open}
                className="outline-none"
              >
                {content}
                <Opening />
              </Link>
            ) : (
              content
            )}
          </Cell>
        );
      })}
    </tr>
  );
}

/** Marks the row whose page is loading: pages that rows link to are not prefetched. */
function Opening() {
  return useLinkStatus().pending ? <span data-opening hidden /> : null;
}

function Cell({
  id,
  look,
  short,
  children,
}: {
  id: string;
  look: ColumnLook;
  /** Whether the cards have two lines. */
  short: boolean;
  children: ReactNode;
}) {
  const { name, numeric, from, main, menu } = look;
  if (menu) {
    return (
      <td
        data-column={id}
        className="text-end @max-2xl:absolute @max-2xl:end-2 @max-2xl:top-1.5 @2xl:px-3 @2xl:py-1 @2xl:last:pe-4"
      >
        {children}
      </td>
    );
  }
  const wide = `@2xl:px-3 @2xl:py-1 @2xl:first:ps-4 @2xl:last:pe-4 ${numeric ? "tabular @2xl:text-number" : ""} ${from ? widths[from] : ""}`;
  const place = main ? "main" : look.card;
  if (short) {
    return (
      <td
        data-column={id}
        className={`min-w-0 ${wide} ${main ? "font-medium" : ""} ${place ? places[place] : "@max-2xl:hidden"}`}
      >
        {children}
      </td>
    );
  }
  // Columns for the widest table only are not on a card, nor is a name without a value.
  const card =
    from === "wide"
      ? ""
      : "@max-2xl:flex @max-2xl:justify-between @max-2xl:gap-4 @max-2xl:has-[>[data-value]:empty]:hidden";
  return (
    <td data-column={id} className={`min-w-0 ${wide} ${main ? "font-medium @max-2xl:pe-8" : card}`}>
      {!main && (
        <span aria-hidden="true" className="shrink-0 text-muted @2xl:hidden">
          {name}
        </span>
      )}
      <span data-value className={main ? "contents" : "min-w-0 @max-2xl:text-end"}>
        {children}
      </span>
    </td>
  );
}

/** A click anywhere on a row follows its link, except on a button or after selecting text. */
function openByCell(event: MouseEvent<HTMLTableRowElement>): void {
  const target = event.target as Element;
  if (target.closest("a, button, input, label") || window.getSelection()?.toString()) return;
  const link = event.currentTarget.querySelector<HTMLAnchorElement>("a[data-open]");
  // Clicks the link itself, so that whatever opens returns the focus to it.
  link?.focus({ preventScroll: true });
  link?.dispatchEvent(
    new window.MouseEvent("click", {
      bubbles: true,
      cancelable: true,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      shiftKey: event.shiftKey,
    }),
  );
}
