"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DataTable } from "#components/table/data-table.tsx";
import type { Pages, RowCount } from "#components/table/pager.tsx";
import type { Filter } from "#components/table/table-toolbar.tsx";
import { useOpened } from "#components/table/use-opened.ts";
import { DrawerSkeleton } from "#components/ui/drawer-skeleton.tsx";
import { usePreloaded } from "#components/ui/use-preloaded.ts";
import type { Side } from "./remedies.ts";
import { useRequestColumns } from "./request-columns.tsx";
import type { RequestView } from "./request-row.ts";

const drawer = () => import("./request-drawer.tsx");
const RequestDrawer = dynamic(() => drawer().then((module) => module.RequestDrawer), {
  ssr: false,
  loading: DrawerSkeleton,
});

interface RequestTableProps {
  side: Side;
  rows: RequestView[];
  pages: Pages;
  count: RowCount;
  size: number;
  filters: Filter[];
  notSearchable: boolean;
  empty: ReactNode;
}

/** The request log, and the drawer of the request named in the address. */
export function RequestTable({ side, notSearchable, ...table }: RequestTableProps) {
  const t = useTranslations("requests");
  const columns = useRequestColumns();
  usePreloaded(drawer);
  const { opened, addressOf, open, close } = useOpened<string>();
  return (
    <>
      <DataTable
        {...table}
        label={t("title")}
        columns={columns}
        rowId={({ id }) => id}
        hrefOf={({ id }) => addressOf(id)}
        onOpen={({ id }) => open(id)}
        search={{
          name: "q",
          label: t("search"),
          ltr: true,
          ...(notSearchable && { problem: t("notSearchable") }),
        }}
      />
      {opened !== null && <RequestDrawer key={opened} id={opened} side={side} onClose={close} />}
    </>
  );
}
