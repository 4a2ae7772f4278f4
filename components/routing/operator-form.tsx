"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { basisOf } from "#components/form/changed-meanwhile.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { type FormProps, useKeyedRoutingAction } from "./routing-action.ts";
import type { OperatorView } from "./routing-view.ts";

export function OperatorForm({
  operator,
  actions,
  onClose,
}: FormProps & { operator: OperatorView | undefined }) {
  const t = useTranslations("routing");
  const problemOf = useProblem();
  const { busy, refused, run } = useKeyedRoutingAction();
  const fields = refused?.fields ?? {};
  return (
    <FormDialog
      title={operator ? t("editOperator", { name: operator.name }) : t("newOperator")}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      meanwhile={refused?.meanwhile}
      verb={t("save")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const name = String(form.get("name"));
        const was = operator && { ...operator, prefixes: operator.prefixes.join(", ") };
        const input = {
          name,
          arabicName: String(form.get("arabicName")),
          prefixes: String(form.get("prefixes"))
            .split(/[,،\s]+/)
            .filter(Boolean),
          ...(operator ? { present: operator.name, basis: basisOf(form, was!) } : { isNew: true }),
        };
        void run(
          (key) => actions.onSetOperator({ ...input, key }),
          () => {
            toast.success(t("operatorSaved", { name: name.trim() }));
            onClose();
          },
        );
      }}
    >
      <TextInput
        name="name"
        label={t("operatorName")}
        error={problemOf(fields.name)}
        defaultValue={operator?.name ?? ""}
        maxLength={60}
        autoFocus
        autoComplete="off"
      />
      <TextInput
        name="arabicName"
        label={t("arabicName")}
        error={problemOf(fields.arabicName)}
        defaultValue={operator?.arabicName ?? ""}
        maxLength={60}
        autoComplete="off"
      />
      <TextInput
        name="prefixes"
        label={t("prefixes")}
        hint={t("prefixesHint")}
        error={problemOf(
          fields.prefixes ?? Object.entries(fields).find(([field]) => field.startsWith("prefixes."))?.[1],
        )}
        defaultValue={operator?.prefixes.join(", ") ?? ""}
        ltr
        autoComplete="off"
      />
    </FormDialog>
  );
}
