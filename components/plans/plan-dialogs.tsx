"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { basisOf } from "#components/form/changed-meanwhile.tsx";
import { Choice } from "#components/form/choice.tsx";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useAction, useKeyedAction } from "#components/form/use-action.ts";
import { IN_DAYS, LengthSelect } from "#components/subscriptions/length-select.tsx";
import { planFacts } from "#core/customer/subscription.ts";
import type { PlanActions, PlanDialog, PlanView } from "./plan-view.ts";

interface PlanDialogsProps {
  dialog: PlanDialog;
  actions: PlanActions;
  onClose: () => void;
}

function usePlanTexts() {
  const t = useTranslations("plans.errors");
  return { plan_name_taken: t("taken"), plan_not_found: t("gone"), plan_archived: t("gone") };
}

/** The open dialog. */
export function PlanDialogs({ dialog, actions, onClose }: PlanDialogsProps) {
  if (dialog.kind === "archive")
    return <ArchivePlan plan={dialog.plan} onArchive={actions.onArchive} onClose={onClose} />;
  return (
    <PlanForm
      {...(dialog.kind === "edit" && { plan: dialog.plan })}
      onSave={dialog.kind === "edit" ? actions.onEdit : actions.onCreate}
      onClose={onClose}
    />
  );
}

function PlanForm({
  plan,
  onSave,
  onClose,
}: {
  plan?: PlanView;
  onSave: PlanActions["onCreate"];
  onClose: () => void;
}) {
  const t = useTranslations("plans");
  const problemOf = useProblem();
  const { busy, refused, run } = useKeyedAction(usePlanTexts());
  const [length, setLength] = useState(String(plan?.months ?? IN_DAYS));
  const [unit, setUnit] = useState(plan?.unit ?? "message");
  const fields = refused?.fields ?? {};
  const isTaken = refused?.code === "plan_name_taken";
  return (
    <FormDialog
      title={plan ? t("editTitle", { name: plan.name }) : t("createTitle")}
      lead={plan && t("editLead")}
      problem={Object.keys(fields).length === 0 && !isTaken ? refused?.text : undefined}
      meanwhile={refused?.meanwhile}
      verb={t(plan ? "save" : "create")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const given = Object.fromEntries(
          ["name", "quota", length === IN_DAYS ? "days" : "months", "price"].map((field) => [
            field,
            String(form.get(field)),
          ]),
        );
        const input = {
          ...given,
          unit,
          ...(plan && { id: String(plan.id), basis: basisOf(form, planFacts(plan)) }),
        };
        void run(
          (key) => onSave({ ...input, key }),
          () => {
            toast.success(t(plan ? "savedToast" : "createdToast", { name: given.name?.trim() ?? "" }));
            onClose();
          },
        );
      }}
    >
      <TextInput
        name="name"
        label={t("name")}
        error={isTaken ? refused.text : problemOf(fields.name)}
        defaultValue={plan?.name ?? ""}
        maxLength={60}
        autoFocus
        autoComplete="off"
      />
      <TextInput
        name="quota"
        label={t("credits")}
        error={problemOf(fields.quota)}
        defaultValue={plan ? String(plan.quota) : ""}
        ltr
        autoComplete="off"
      />
      <div className={`grid grid-cols-1 gap-4 ${length === IN_DAYS ? "sm:grid-cols-2" : ""}`}>
        <LengthSelect error={problemOf(fields.months)} value={length} onChange={setLength} />
        {length === IN_DAYS && (
          <TextInput
            name="days"
            label={t("days")}
            error={problemOf(fields.days)}
            defaultValue={String(plan?.days ?? 30)}
            ltr
            autoComplete="off"
          />
        )}
      </div>
      <Choice
        name="unit"
        label={t("unit")}
        options={(["message", "segment"] as const).map((value) => ({ value, text: t(`units.${value}`) }))}
        value={unit}
        onChange={setUnit}
      />
      <TextInput
        name="price"
        label={t("price")}
        hint={t("priceHint")}
        error={problemOf(fields.price)}
        defaultValue={plan?.price ?? ""}
        maxLength={60}
        autoComplete="off"
      />
    </FormDialog>
  );
}

function ArchivePlan({
  plan: { id, name },
  onArchive,
  onClose,
}: {
  plan: PlanView;
  onArchive: PlanActions["onArchive"];
  onClose: () => void;
}) {
  const t = useTranslations("plans");
  const { busy, refused, run } = useAction(usePlanTexts());
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={t("archiveTitle", { name })}
      consequence={
        <>
          <p>{t("archiveConsequence")}</p>
          {refused && (
            <p role="alert" className="mt-3 text-danger">
              {refused.text}
            </p>
          )}
        </>
      }
      verb={t("archive")}
      busy={busy}
      onConfirm={() =>
        void run(onArchive(id), () => {
          toast.success(t("archivedToast", { name }));
          onClose();
        })
      }
    />
  );
}
