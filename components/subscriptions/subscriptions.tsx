"use client";

import { Button } from "@heroui/react";
import { Plus } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { useRights } from "#components/shell/rights.tsx";
import { UsedBar } from "#components/subscription/used-bar.tsx";
import { DataTable } from "#components/table/data-table.tsx";
import type { Pages } from "#components/table/pager.tsx";
import { columnsOf } from "#components/table/table-features.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { SubscriptionEnd } from "./subscription-end.tsx";
import { SubscriptionMenu } from "./subscription-menu.tsx";
import { SubscriptionStateMark } from "./subscription-state.tsx";
import type { PlanChoice, SubscriptionActions, SubscriptionView } from "./subscription-view.ts";
import { useSubscriptionDialog } from "./use-subscription-dialog.tsx";

export interface SubscriptionsProps {
  rows: SubscriptionView[];
  pages: Pages;
  count: number;
  size: number;
  plans: PlanChoice[];
  actions: SubscriptionActions;
  /** The number of renewals that are due. */
  due: number;
}

const column = columnsOf<SubscriptionView>();

/** Every account's subscriptions, with the admin's actions. */
export function Subscriptions({ rows, pages, count, size, plans, actions, due }: SubscriptionsProps) {
  const t = useTranslations("subscriptions");
  const format = useFormatter();
  const { dialog, open } = useSubscriptionDialog({ plans, actions });
  const columns = useMemo(
    () => [
      column.display({
        id: "account",
        meta: { name: t("account"), main: true },
        cell: ({ row: { original } }) => (
          <AccountNameText of={original.accountName} className="font-medium" />
        ),
      }),
      column.display({
        id: "plan",
        meta: { name: t("plan") },
        cell: ({ row: { original } }) => <bdi>{original.plan}</bdi>,
      }),
      column.display({
        id: "state",
        meta: { name: t("state") },
        cell: ({ row: { original } }) => <SubscriptionStateMark of={original.state} />,
      }),
      column.display({
        id: "used",
        meta: { name: t("used") },
        cell: ({ row: { original } }) => (
          <span className="block min-w-28">
            <span className="tabular">
              {t("ofQuota", { used: format.number(original.used), quota: format.number(original.quota) })}
            </span>
            <UsedBar quota={original.quota} used={original.used} past={original.state !== "active"} />
          </span>
        ),
      }),
      column.display({
        id: "unit",
        meta: { name: t("unit"), from: "wide" },
        cell: ({ row: { original } }) => t(`units.${original.unit}`),
      }),
      column.display({
        id: "ends",
        meta: { name: t("ends") },
        cell: ({ row: { original } }) => <SubscriptionEnd of={original} />,
      }),
      column.display({
        id: "actions",
        enableHiding: false,
        meta: { name: t("actions"), menu: true },
        cell: ({ row: { original } }) => <SubscriptionMenu subscription={original} onOpen={open} />,
      }),
    ],
    [t, format, open],
  );
  const { change } = useRights();
  const grant = change && (
    <Button onPress={() => open({ kind: "grant" })}>
      <Plus className="size-4" aria-hidden="true" />
      {t("grant")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} action={grant} />
      <SubscriptionTabs due={due} />
      <DataTable
        label={t("title")}
        columns={columns}
        rows={rows}
        rowId={({ id }) => String(id)}
        hrefOf={({ id }) => `/admin/subscriptions/${id}`}
        size={size}
        pages={pages}
        count={{ count, more: false }}
        search={{ name: "q", label: t("search") }}
        filters={[
          {
            kind: "choice",
            name: "state",
            label: t("state"),
            many: true,
            options: (["active", "notBegun", "ended", "cancelled"] as const).map((value) => ({
              value,
              text: t(`states.${value}`),
            })),
          },
        ]}
        empty={<EmptyState title={t("emptyTitle")} text={t("emptyText")} action={grant} />}
        isMuted={({ state }) => state !== "active"}
      />
      {dialog}
    </>
  );
}

/** All subscriptions, and those whose renewal is due. */
export function SubscriptionTabs({ due }: { due: number }) {
  const t = useTranslations("subscriptions");
  return (
    <Tabs
      label={t("tabs")}
      tabs={[
        { href: "/admin/subscriptions", name: t("all") },
        { href: "/admin/subscriptions/renewals", name: t("renewals"), count: due },
      ]}
    />
  );
}
