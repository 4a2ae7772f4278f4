"use client";

import { Button } from "@heroui/react";
import { Archive, Pencil, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useRights } from "#components/shell/rights.tsx";
import { useAskedDialog } from "#components/shell/use-asked-dialog.ts";
import { useLengthText } from "#components/subscriptions/length-select.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordMenu, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import type { PlanActions, PlanDialog, PlanView } from "./plan-view.ts";

const PlanDialogs = dynamic(() => import("./plan-dialogs.tsx").then((module) => module.PlanDialogs), {
  ssr: false,
});

/** The plans on offer, and the actions on them. */
export function Plans({
  plans,
  withArchived,
  actions,
}: {
  plans: PlanView[];
  withArchived: boolean;
  actions: PlanActions;
}) {
  const t = useTranslations("plans");
  const format = useFormatter();
  const lengthText = useLengthText();
  const [dialog, setDialog] = useState<PlanDialog>();
  const { change } = useRights();
  useAskedDialog((asked) => change && asked === "create" && setDialog({ kind: "create" }));
  const create = change && (
    <Button onPress={() => setDialog({ kind: "create" })}>
      <Plus className="size-4" aria-hidden="true" />
      {t("create")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} action={plans.length > 0 && create} />
      {plans.length === 0 ? (
        <EmptyState title={t("emptyTitle")} text={t("emptyText")} action={create} />
      ) : (
        <Panel flush>
          <RecordTable
            label={t("title")}
            columns={[t("name"), t("credits"), t("length"), t("unit"), t("price"), t("running")]}
            numeric={[t("credits"), t("running")]}
            actions={t("actions")}
          >
            {plans.map((plan) => (
              <RecordRow key={plan.id} muted={plan.archived}>
                <RecordCell className="font-medium break-words @max-2xl:pe-10 @2xl:max-w-64">
                  <bdi>{plan.name}</bdi>
                  {plan.archived && (
                    <span className="ms-2 rounded-md border border-border px-1.5 py-0.5 text-xs font-normal">
                      {t("archived")}
                    </span>
                  )}
                </RecordCell>
                <RecordCell label={t("credits")} numeric>
                  {format.number(plan.quota)}
                </RecordCell>
                <RecordCell label={t("length")}>{lengthText(plan)}</RecordCell>
                <RecordCell label={t("unit")}>{t(`units.${plan.unit}`)}</RecordCell>
                <RecordCell label={t("price")}>
                  <bdi>{plan.price || "–"}</bdi>
                </RecordCell>
                <RecordCell label={t("running")} numeric>
                  {format.number(plan.running)}
                </RecordCell>
                <RecordMenu>
                  {change && !plan.archived && <PlanMenu plan={plan} onOpen={setDialog} />}
                </RecordMenu>
              </RecordRow>
            ))}
          </RecordTable>
        </Panel>
      )}
      <Link
        href={withArchived ? "/admin/plans" : "/admin/plans?archived=1"}
        className="mt-3 inline-block text-[13px] font-medium text-link underline-offset-4 hover:underline"
      >
        {t(withArchived ? "hideArchived" : "showArchived")}
      </Link>
      {dialog && <PlanDialogs dialog={dialog} actions={actions} onClose={() => setDialog(undefined)} />}
    </>
  );
}

function PlanMenu({ plan, onOpen }: { plan: PlanView; onOpen: (dialog: PlanDialog) => void }) {
  const t = useTranslations("plans");
  return (
    <RowMenu
      label={t("actionsOf", { name: plan.name })}
      verbs={[
        { id: "edit", text: t("edit"), icon: Pencil },
        { id: "archive", text: t("archive"), icon: Archive, isGrave: true },
      ]}
      onChoose={(kind) => onOpen({ kind, plan })}
    />
  );
}
