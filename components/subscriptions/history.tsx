import { useTranslations } from "next-intl";
import { ExactTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import type { LedgerChange } from "#core/customer/ledger.ts";

export interface HistoryEntry {
  id: number;
  kind: LedgerChange["kind"];
  credits: number;
  days: number;
  note: string;
  actorKind: "user" | "command_line" | "system";
  actorName: string;
  /** ISO. */
  at: string;
}

/** What was granted and changed: when, by whom, why. */
export function History({ entries }: { entries: HistoryEntry[] }) {
  const t = useTranslations("subscriptions");
  return (
    <Panel id="history" title={t("history")} flush>
      <RecordTable label={t("history")} columns={[t("what"), t("when"), t("who"), t("note")]}>
        {entries.map(({ id, kind, credits, days, note, actorKind, actorName, at }) => (
          <RecordRow key={id}>
            <RecordCell>
              <span className="font-medium">{t(`kinds.${kind}`)}</span>{" "}
              <span className="text-muted">
                {[
                  credits === 0 ? null : t("creditsAdded", { count: Math.abs(credits) }),
                  days > 0 ? t("daysAdded", { count: days }) : null,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </RecordCell>
            <RecordCell label={t("when")}>
              <ExactTime at={at} />
            </RecordCell>
            <RecordCell label={t("who")}>
              <Ltr>{actorName}</Ltr>
              {actorKind !== "user" && (
                <span className="text-muted"> ({t(actorKind === "system" ? "system" : "commandLine")})</span>
              )}
            </RecordCell>
            <RecordCell label={t("note")} className="break-words @2xl:max-w-80">
              <bdi>{note || "–"}</bdi>
            </RecordCell>
          </RecordRow>
        ))}
      </RecordTable>
    </Panel>
  );
}
