"use client";

import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordMenu, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { Status } from "#components/ui/status.tsx";
import { AccountCell, AddRecord, RecordVerbs } from "./records.tsx";
import type { RoutingDialog, SenderView } from "./routing-view.ts";

export function Senders({
  senders,
  canAdd,
  onOpen,
}: {
  senders: SenderView[];
  canAdd: boolean;
  onOpen: (dialog: RoutingDialog) => void;
}) {
  const t = useTranslations("routing");
  return (
    <Panel
      title={t("senders")}
      action={canAdd && <AddRecord text={t("addSender")} onPress={() => onOpen({ kind: "sender" })} />}
      flush
    >
      {senders.length === 0 ? (
        <p className="px-4 py-3 text-[13px] text-muted">{t("noSenders")}</p>
      ) : (
        <RecordTable
          label={t("senders")}
          columns={[t("sender"), t("provider"), t("account"), t("state")]}
          actions={t("actions")}
        >
          {senders.map((sender) => (
            <RecordRow key={`${sender.provider}.${sender.accountId}`}>
              <RecordCell className="font-medium @max-2xl:pe-10">
                <bdi>{sender.sender}</bdi>
              </RecordCell>
              <RecordCell label={t("provider")}>
                <bdi>{sender.provider}</bdi>
              </RecordCell>
              <RecordCell label={t("account")}>
                <AccountCell id={sender.accountId} name={sender.accountName} none={t("default")} />
              </RecordCell>
              <RecordCell label={t("state")}>
                <Status
                  of={sender.state === "registered" ? "approved" : "waiting"}
                  label={t(`senderStates.${sender.state}`)}
                />
              </RecordCell>
              <RecordMenu>
                <RecordVerbs
                  name={sender.sender}
                  onEdit={() => onOpen({ kind: "sender", sender })}
                  onRemove={() => onOpen({ kind: "removeSender", sender })}
                />
              </RecordMenu>
            </RecordRow>
          ))}
        </RecordTable>
      )}
    </Panel>
  );
}
