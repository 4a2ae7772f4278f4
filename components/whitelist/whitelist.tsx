"use client";

import { Button } from "@heroui/react";
import { Trash2, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRights } from "#components/shell/rights.tsx";
import { ExactTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordMenu, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { AddAddress } from "./add-address.tsx";
import { Enforcement } from "./enforcement.tsx";
import { RefusedAddresses } from "./refused-addresses.tsx";
import { useWhitelistChanges } from "./use-whitelist-changes.ts";
import type { EntryView, RefusedView, WhitelistActions } from "./whitelist-view.ts";

export interface WhitelistProps {
  enforced: boolean;
  entries: EntryView[];
  refused: RefusedView[];
  requestsPath: string;
  /** The browser's own address, where it is known and not let in yet. */
  ownAddress: string | null;
  actions: WhitelistActions;
  level?: 1 | 2;
}

/** From where the account's requests may come, and who was kept out lately. */
export function Whitelist({
  enforced,
  entries,
  refused,
  requestsPath,
  ownAddress,
  actions,
  level = 1,
}: WhitelistProps) {
  const t = useTranslations("whitelist");
  const { change } = useRights();
  const { busy, add, remove } = useWhitelistChanges(actions);
  return (
    <div className="max-w-[1200px]">
      <PageHeader title={t("title")} lead={t("lead")} level={level} />
      <div className="flex flex-col gap-6">
        <Enforcement enforced={enforced} isEmpty={entries.length === 0} onEnforce={actions.onEnforce} />
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
        {entries.length === 0 ? (
          <EmptyState title={t("emptyTitle")} text={t(enforced ? "emptyEnforced" : "emptyOpen")} />
        ) : (
          <Panel title={t("entries")} flush>
            <RecordTable
              label={t("entries")}
              columns={[t("range"), t("label"), t("added")]}
              actions={t("actions")}
            >
              {entries.map((entry) => (
                <RecordRow key={entry.id}>
                  <RecordCell className="font-medium @max-2xl:pe-10">
                    <Ltr mono className="break-all">
                      {entry.range}
                    </Ltr>
                    {entry.wide && (
                      <span className="mt-0.5 flex items-center gap-1.5 text-xs text-unknown">
                        <TriangleAlert className="size-3.5 shrink-0" aria-hidden="true" />
                        {t("wide.mark")}
                      </span>
                    )}
                  </RecordCell>
                  <RecordCell label={t("label")} className="@2xl:max-w-80">
                    {entry.label ? <bdi>{entry.label}</bdi> : "–"}
                  </RecordCell>
                  <RecordCell label={t("added")}>
                    <ExactTime at={entry.createdAt} to="day" />
                  </RecordCell>
                  <RecordMenu>
                    {change && (
                      <Button
                        isIconOnly
                        size="sm"
                        variant="ghost"
                        isDisabled={busy}
                        aria-label={t("removeOf", { range: entry.range })}
                        onPress={() => void remove(entry)}
                      >
                        <Trash2 className="size-4" aria-hidden="true" />
                      </Button>
                    )}
                  </RecordMenu>
                </RecordRow>
              ))}
            </RecordTable>
          </Panel>
        )}
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
