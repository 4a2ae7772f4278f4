"use client";

import { useLocale, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordMenu, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { AddRecord, RecordVerbs } from "./records.tsx";
import type { OperatorView, RoutingDialog } from "./routing-view.ts";

export function Operators({
  operators,
  uncovered,
  onOpen,
}: {
  operators: OperatorView[];
  uncovered: string[];
  onOpen: (dialog: RoutingDialog) => void;
}) {
  const t = useTranslations("routing");
  const isArabic = useLocale() === "ar";
  return (
    <Panel
      title={t("operators")}
      action={<AddRecord text={t("addOperator")} onPress={() => onOpen({ kind: "operator" })} />}
      flush
    >
      <RecordTable label={t("operators")} columns={[t("operatorName"), t("prefixes")]} actions={t("actions")}>
        {operators.map((operator) => (
          <RecordRow key={operator.name}>
            <RecordCell className="font-medium @max-2xl:pe-10">
              <bdi>{(isArabic && operator.arabicName) || operator.name}</bdi>
            </RecordCell>
            <RecordCell label={t("prefixes")}>
              <span className="inline-flex flex-wrap gap-x-2 font-mono @max-2xl:justify-end">
                {operator.prefixes.map((prefix) => (
                  <span key={prefix} className={uncovered.includes(prefix) ? "text-failed" : ""}>
                    <bdi dir="ltr">+{prefix}</bdi>
                    {uncovered.includes(prefix) && <span className="sr-only"> {t("isUncovered")}</span>}
                  </span>
                ))}
              </span>
            </RecordCell>
            <RecordMenu>
              <RecordVerbs
                name={operator.name}
                onEdit={() => onOpen({ kind: "operator", operator })}
                onRemove={() => onOpen({ kind: "removeOperator", operator })}
              />
            </RecordMenu>
          </RecordRow>
        ))}
      </RecordTable>
    </Panel>
  );
}
