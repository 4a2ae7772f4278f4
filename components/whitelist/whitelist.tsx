"use client";

import { Button } from "@heroui/react";
import { Trash2, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRights } from "#components/shell/rights.tsx";
import { DataTable } from "#components/table/data-table.tsx";
import type { Pages } from "#components/table/pager.tsx";
import { columnsOf } from "#components/table/table-features.ts";
import { ExactTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { AddAddress } from "./add-address.tsx";
import { Enforcement } from "./enforcement.tsx";
import { RefusedAddresses } from "./refused-addresses.tsx";
import { useWhitelistChanges } from "./use-whitelist-changes.ts";
import type { EntryView, RefusedView, WhitelistActions } from "./whitelist-view.ts";

export interface WhitelistProps {
  enforced: boolean;
  /** There is nothing on the list at all, filtered or not. */
  isEmpty: boolean;
  entries: EntryView[];
  count: number;
  pages: Pages;
  size: number;
  refused: RefusedView[];
  requestsPath: string;
  /** The browser's own address, where it is known and not let in yet. */
  ownAddress: string | null;
  actions: WhitelistActions;
  level?: 1 | 2;
}

const column = columnsOf<EntryView>();

/** From where the account's requests may come, and who was kept out lately. */
export function Whitelist({
  enforced,
  isEmpty,
  entries,
  count,
  pages,
  size,
  refused,
  requestsPath,
  ownAddress,
  actions,
  level = 1,
}: WhitelistProps) {
  const t = useTranslations("whitelist");
  const { change } = useRights();
  const { busy, add, remove } = useWhitelistChanges(actions);
  const columns = [
    column.display({
      id: "range",
      meta: { name: t("range"), main: true },
      cell: ({ row: { original } }) => <Range entry={original} />,
    }),
    column.display({
      id: "label",
      meta: { name: t("label") },
      cell: ({ row: { original } }) => (original.label ? <bdi>{original.label}</bdi> : "–"),
    }),
    column.display({
      id: "added",
      meta: { name: t("added") },
      cell: ({ row: { original } }) => <ExactTime at={original.createdAt} to="day" />,
    }),
    ...(change
      ? [
          column.display({
            id: "menu",
            meta: { name: t("actions"), menu: true },
            cell: ({ row: { original } }) => (
              <Button
                isIconOnly
                size="sm"
                variant="ghost"
                isDisabled={busy}
                aria-label={t("removeOf", { range: original.range })}
                onPress={() => void remove(original)}
              >
                <Trash2 className="size-4" aria-hidden="true" />
              </Button>
            ),
          }),
        ]
      : []),
  ];
  return (
    <div className="max-w-[1200px]">
      <PageHeader title={t("title")} lead={t("lead")} level={level} />
      <div className="flex flex-col gap-6">
        <Enforcement enforced={enforced} isEmpty={isEmpty} onEnforce={actions.onEnforce} />
        {change && (
          <Panel title={t("addTitle")}>
            <AddAddress
              ownAddress={ownAddress}
              onCheck={actions.onCheck}
              onAdd={actions.onAdd}
              onAddOwn={add}
              busy={busy}
            />
          </Panel>
        )}
        <section className="flex flex-col gap-3">
          <h2 className="text-sm font-semibold">{t("entries")}</h2>
          <DataTable
            label={t("entries")}
            columns={columns}
            rows={entries}
            rowId={({ id }) => String(id)}
            size={size}
            pages={pages}
            count={{ count, more: false }}
            search={{ name: "q", label: t("search") }}
            empty={<EmptyState title={t("emptyTitle")} text={t(enforced ? "emptyEnforced" : "emptyOpen")} />}
          />
        </section>
        <RefusedAddresses
          refused={refused}
          requestsPath={requestsPath}
          busy={busy}
          onAllow={(address) => add(address, "")}
        />
      </div>
    </div>
  );
}

function Range({ entry: { range, wide } }: { entry: EntryView }) {
  const t = useTranslations("whitelist.wide");
  return (
    <>
      <Ltr mono className="break-all">
        {range}
      </Ltr>
      {wide && (
        <span className="mt-0.5 flex items-center gap-1.5 text-xs text-unknown">
          <TriangleAlert className="size-3.5 shrink-0" aria-hidden="true" />
          {t("mark")}
        </span>
      )}
    </>
  );
}
