"use client";

import { Download } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { DataTable } from "#components/table/data-table.tsx";
import type { Pages, RowCount } from "#components/table/pager.tsx";
import { OPEN_PARAM } from "#components/table/table-address.tsx";
import type { Filter } from "#components/table/table-toolbar.tsx";
import { useOpened } from "#components/table/use-opened.ts";
import { DrawerSkeleton } from "#components/ui/drawer-skeleton.tsx";
import { usePreloaded } from "#components/ui/use-preloaded.ts";
import { LOG_PAGES } from "#core/message/log-pages.ts";
import type { NumberSearch } from "#core/message/number-search.ts";
import type { LogRowView } from "./log-row.ts";
import { useMessageColumns } from "./message-columns.tsx";
import { NewMessages } from "./new-messages.tsx";
import { Elsewhere, Sought } from "./sought.tsx";
import { useLogNews } from "./use-log-news.ts";

const drawer = () => import("./message-drawer.tsx");
const MessageDrawer = dynamic(() => drawer().then((module) => module.MessageDrawer), {
  ssr: false,
  loading: DrawerSkeleton,
});

interface MessageTableProps {
  side: "developer" | "admin";
  /** On an admin's page of one account: its id. */
  account?: number;
  rows: LogRowView[];
  pages: Pages;
  count: RowCount;
  /** Messages later than this are new. */
  top: string | null;
  size: number;
  filters: Filter[];
  /** What the search was taken for. */
  sought: NumberSearch | null;
  notSearchable: boolean;
  empty: ReactNode;
}

/** The send log: the table, new messages, and the drawer of the message named in the address. */
export function MessageTable({
  side,
  account,
  rows,
  top,
  sought,
  notSearchable,
  ...table
}: MessageTableProps) {
  const t = useTranslations("messages");
  const params = useSearchParams();
  usePreloaded(drawer);
  const { opened, addressOf, open, close } = useOpened<number>();
  const all = useMessageColumns(side);
  const columns = useMemo(
    () => (account === undefined ? all : all.filter(({ id }) => id !== "account")),
    [all, account],
  );
  const asked = (...left: string[]) => {
    const wanted = without(params, OPEN_PARAM, ...left);
    if (account !== undefined) wanted.set("account", String(account));
    return wanted;
  };
  const of = account ?? (Number(params.get("account")) || undefined);
  const isFirst = !params.has("after") && !params.has("before");
  const news = useLogNews(
    `${LOG_PAGES[side]}/news?${asked("after", "before")}`,
    top,
    useMemo(() => rows.map(({ id }) => id), [rows]),
  );
  // A changed status appears at once, because it moves nothing.
  const fresh = useMemo(
    () =>
      rows.map((row) => {
        const status = news.statuses[row.id];
        return status ? { ...row, status, problem: news.problems[row.id] ?? null } : row;
      }),
    [rows, news],
  );
  return (
    <>
      <DataTable
        {...table}
        label={t("title")}
        columns={columns}
        rows={fresh}
        rowId={({ id }) => String(id)}
        hrefOf={({ id }) => addressOf(id)}
        onOpen={({ id }) => open(id)}
        search={{
          name: "q",
          label: t("search"),
          ltr: true,
          ...(notSearchable && { problem: t("notSearchable") }),
        }}
        actions={
          <a
            href={`${LOG_PAGES[side]}/export?${asked("after", "before", "size", "hide", "show", "dense")}`}
            download
            className="flex h-8 items-center gap-1.5 rounded-lg border border-border bg-surface px-2.5 text-[13px] font-medium hover:bg-surface-secondary"
          >
            <Download className="size-4" aria-hidden="true" />
            {t("export")}
          </a>
        }
        elsewhere={sought?.number && <Elsewhere side={side} number={sought.number} account={of} />}
        notice={
          <>
            <div role="status">{sought && <Sought of={sought} />}</div>
            <NewMessages count={isFirst ? news.newer : 0} />
          </>
        }
      />
      {opened !== null && <MessageDrawer key={opened} id={opened} side={side} onClose={close} />}
    </>
  );
}

function without(params: URLSearchParams, ...names: string[]): URLSearchParams {
  const rest = new URLSearchParams(params);
  for (const name of names) rest.delete(name);
  return rest;
}
