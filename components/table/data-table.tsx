"use client";

import { useTable } from "@tanstack/react-table";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { Pager, type Pages, type RowCount } from "./pager.tsx";
import { TableAddressProvider, useTableAddress } from "./table-address.tsx";
import { type Column, features } from "./table-features.ts";
import { TableRows } from "./table-rows.tsx";
import { TableToolbar, type ToolbarProps } from "./table-toolbar.tsx";
import { ViewMenu } from "./view-menu.tsx";

export interface DataTableProps<Row extends object> extends ToolbarProps {
  label: string;
  /** Define it outside the component, or memoize it. */
  columns: Column<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  /** The link of a row. Enter and a click follow it. */
  hrefOf?: (row: Row) => string;
  /** Fetches the frames of the rows' pages ahead, so that a click shows them at once: for short pages of few rows. */
  prefetch?: boolean;
  /** Called instead of following the link, such as to open a drawer without reloading the list. */
  onOpen?: (row: Row) => void;
  /** Rows on a page. */
  size: number;
  pages: Pages;
  count?: RowCount;
  /** Shown instead of the table if there are no rows at all, filtered or not. */
  empty: ReactNode;
  /** Between the toolbar and the rows. */
  notice?: ReactNode;
  /** Where else to look if no row matches. */
  elsewhere?: ReactNode;
  isMuted?: (row: Row) => boolean;
}

/**
 * A list that a service filters, sorts and paginates, and whose state is the page's address. On a narrow screen it is a
 * list of cards.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  return (
    <TableAddressProvider>
      <Table {...props} />
    </TableAddressProvider>
  );
}

function Table<Row extends object>({
  label,
  columns,
  rows,
  rowId,
  hrefOf,
  prefetch = false,
  onOpen,
  size,
  pages,
  count,
  empty,
  notice,
  elsewhere,
  isMuted,
  search,
  filters = [],
  actions,
}: DataTableProps<Row>) {
  const t = useTranslations("table");
  const address = useTableAddress();
  const hide = address.params.get("hide");
  const show = address.params.get("show")?.split(",") ?? [];
  const dense = address.params.has("dense");
  const columnVisibility = useMemo(
    () => Object.fromEntries(hide?.split(",").map((name) => [name, false]) ?? []),
    [hide],
  );
  const table = useTable({ features, columns, data: rows, getRowId: rowId, state: { columnVisibility } });
  const names = [...filters.map(({ name }) => name), ...(search ? [search.name] : [])];
  const isFiltered = names.some((name) => address.params.has(name));
  const isFirst = !address.params.has("after") && !address.params.has("before");
  if (rows.length === 0 && !isFiltered && isFirst && !address.pending) return empty;
  return (
    <section aria-label={label} className="@container">
      <TableToolbar
        {...(search && { search })}
        filters={filters}
        actions={
          <>
            {actions}
            <ViewMenu columns={table.getAllLeafColumns()} show={show} dense={dense} />
          </>
        }
      />
      {notice}
      {rows.length === 0 ? (
        <div className="rounded-lg border border-dashed border-border px-6 py-12 text-center">
          <p className="font-medium">{t(isFirst ? "noMatch" : "end")}</p>
          {isFirst && elsewhere}
          <button
            type="button"
            className="mt-2 text-[13px] font-medium text-link underline underline-offset-4"
            onClick={() =>
              address.go(
                isFirst
                  ? Object.fromEntries(names.map((name) => [name, null]))
                  : { after: null, before: null },
              )
            }
          >
            {t(isFirst ? "clear" : "first")}
          </button>
        </div>
      ) : (
        <TableRows
          table={table}
          label={label}
          dense={dense}
          shown={show}
          prefetch={prefetch}
          {...(hrefOf && { hrefOf })}
          {...(onOpen && { onOpen })}
          {...(isMuted && { isMuted })}
        />
      )}
      <Pager pages={pages} size={size} {...(count && { count })} />
    </section>
  );
}
