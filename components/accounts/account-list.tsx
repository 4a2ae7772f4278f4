"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { DataTable } from "#components/table/data-table.tsx";
import type { Pages } from "#components/table/pager.tsx";
import { columnsOf } from "#components/table/table-features.ts";
import { ExactTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ACCOUNT_ORDERS, ACCOUNT_STATUSES } from "#core/customer/account-choices.ts";
import type { AccountActions } from "./account-actions.tsx";
import { AccountState } from "./account-state.tsx";
import { NewAccount } from "./new-account.tsx";

export interface AccountRow {
  id: number;
  name: string;
  arabicName: string | null;
  status: "active" | "suspended";
  contactName: string | null;
  developers: number;
  quota: number;
  used: number;
  /** ISO. */
  endsAt: string | null;
  createdAt: string;
}

interface AccountListProps {
  accounts: AccountRow[];
  count: number;
  pages: Pages;
  size: number;
  onCreate: AccountActions["onCreate"];
}

const column = columnsOf<AccountRow>();

/** All customers: found, filtered and put in order by the address of the page. */
export function AccountList({ accounts, count, pages, size, onCreate }: AccountListProps) {
  const t = useTranslations("accounts");
  const { number } = useFormatter();
  const columns = useMemo(
    () => [
      column.display({
        id: "name",
        meta: { name: t("name"), main: true },
        cell: ({ row: { original } }) => (
          <span className="inline-flex min-w-0 items-baseline gap-2">
            <AccountNameText of={original} />
            <Ltr mono className="text-muted">
              #{original.id}
            </Ltr>
          </span>
        ),
      }),
      column.display({
        id: "status",
        meta: { name: t("status") },
        cell: ({ row: { original } }) => <AccountState status={original.status} />,
      }),
      column.display({
        id: "credits",
        meta: { name: t("credits"), numeric: true },
        cell: ({ row: { original } }) =>
          original.endsAt === null ? (
            <span className="text-muted">{t("noSubscription")}</span>
          ) : (
            <span
              className={`whitespace-nowrap ${original.used >= original.quota ? "font-medium text-failed" : ""}`}
            >
              {t("creditsOf", {
                left: number(original.quota - original.used),
                quota: number(original.quota),
              })}
            </span>
          ),
      }),
      column.display({
        id: "ends",
        meta: { name: t("ends"), from: "medium" },
        cell: ({ row: { original } }) =>
          original.endsAt ? <ExactTime at={original.endsAt} to="day" /> : "–",
      }),
      column.display({
        id: "developers",
        meta: { name: t("developers"), numeric: true, from: "medium" },
        cell: ({ row: { original } }) => number(original.developers),
      }),
      column.display({
        id: "contact",
        meta: { name: t("contact"), from: "wide" },
        cell: ({ row: { original } }) => <bdi>{original.contactName ?? "–"}</bdi>,
      }),
      column.display({
        id: "created",
        meta: { name: t("createdAt"), from: "wide" },
        cell: ({ row: { original } }) => <ExactTime at={original.createdAt} to="day" />,
      }),
    ],
    [t, number],
  );
  const create = <NewAccount onCreate={onCreate} />;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} action={create} />
      <DataTable
        label={t("title")}
        columns={columns}
        rows={accounts}
        rowId={({ id }) => String(id)}
        hrefOf={({ id }) => `/admin/accounts/${id}`}
        isMuted={({ status }) => status === "suspended"}
        size={size}
        pages={pages}
        count={{ count, more: false }}
        search={{ name: "q", label: t("search"), placeholder: t("searchHint") }}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: t("status"),
            options: ACCOUNT_STATUSES.map((value) => ({ value, text: t(`states.${value}`) })),
          },
          {
            kind: "choice",
            name: "order",
            label: t("order"),
            options: ACCOUNT_ORDERS.map((value) => ({ value, text: t(`orders.${value}`) })),
          },
        ]}
        empty={<EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
      />
    </>
  );
}
