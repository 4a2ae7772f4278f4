"use client";

import { buttonVariants } from "@heroui/styles";
import { Download } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { DataTable } from "#components/table/data-table.tsx";
import type { Pages, RowCount } from "#components/table/pager.tsx";
import { columnsOf } from "#components/table/table-features.ts";
import type { Filter } from "#components/table/table-toolbar.tsx";
import { ExactTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { ActorName } from "./actor.tsx";
import type { AuditView } from "./audit-view.ts";
import { ChangeSummary } from "./change-summary.tsx";
import { Subject } from "./subject.tsx";

export interface AuditTableProps {
  rows: AuditView[];
  pages: Pages;
  count: RowCount;
  size: number;
  filters: Filter[];
}

const column = columnsOf<AuditView>();

/** The audit log, newest first. A row links to the full difference. */
export function AuditTable({ rows, pages, count, size, filters }: AuditTableProps) {
  const t = useTranslations("audit");
  const params = useSearchParams();
  const columns = useMemo(
    () => [
      column.display({
        id: "what",
        meta: { name: t("what"), main: true },
        cell: ({ row: { original } }) => (
          <>
            {t(`actions.${original.action}`)}
            <ChangeSummary changes={original.changes} />
          </>
        ),
      }),
      column.display({
        id: "subject",
        meta: { name: t("subject") },
        cell: ({ row: { original } }) => (
          <span className="inline-block w-max max-w-44 wrap-anywhere @6xl:max-w-56">
            <Subject {...original} />
          </span>
        ),
      }),
      column.display({
        id: "account",
        meta: { name: t("account"), from: "wide" },
        cell: ({ row: { original } }) =>
          original.accountId === null || original.accountName === null ? (
            "–"
          ) : (
            <Link href={`/admin/accounts/${original.accountId}`} prefetch={false} className="hover:underline">
              <AccountNameText of={original.accountName} />
            </Link>
          ),
      }),
      column.display({
        id: "who",
        meta: { name: t("who") },
        cell: ({ row: { original } }) => <ActorName {...original} />,
      }),
      column.display({
        id: "from",
        meta: { name: t("from"), from: "wide" },
        cell: ({ row: { original } }) => (original.address ? <Ltr mono>{original.address}</Ltr> : "–"),
      }),
      column.display({
        id: "when",
        meta: { name: t("when") },
        cell: ({ row: { original } }) => (
          <span className="whitespace-nowrap">
            <ExactTime at={original.at} to="second" />
          </span>
        ),
      }),
    ],
    [t],
  );
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowId={({ id }) => String(id)}
      hrefOf={({ id }) => `/admin/audit/${id}`}
      size={size}
      pages={pages}
      count={count}
      search={{ name: "q", label: t("search") }}
      filters={filters}
      actions={
        <a
          href={`/admin/audit/export?${params}`}
          download
          className={buttonVariants({ variant: "outline", size: "sm" })}
        >
          <Download className="size-4" aria-hidden="true" />
          {t("export")}
        </a>
      }
      empty={<EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
    />
  );
}
