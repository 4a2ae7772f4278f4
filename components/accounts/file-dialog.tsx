"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { basisOf, type MeanwhileChange, meanwhileOf } from "#components/form/changed-meanwhile.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";
import { accountChange } from "#core/customer/account.ts";
import type { Basis } from "#core/input/edited.ts";
import { NameInputs, takenField } from "./name-inputs.tsx";

/** What is noted of an account; an empty text where nothing is. */
export interface AccountFields {
  englishName: string;
  arabicName: string;
  contactName: string;
  contactEmail: string;
  contactPhone: string;
  notes: string;
}

type Field = keyof AccountFields;

/** Changes the name, the contact and the notes. What was typed survives a refusal. */
export function FileDialog({
  fields,
  onChange,
  onDone,
  onClose,
}: {
  fields: AccountFields;
  onChange: (fields: AccountFields & { basis: Basis }) => Promise<Outcome>;
  onDone: () => void;
  onClose: () => void;
}) {
  const t = useTranslations("accounts");
  const problemOf = useProblem();
  const failure = useFailure();
  // As they were when the dialog opened, whatever the page learns meanwhile.
  const [was] = useState<AccountFields>({
    englishName: fields.englishName,
    arabicName: fields.arabicName,
    contactName: fields.contactName,
    contactEmail: fields.contactEmail,
    contactPhone: fields.contactPhone,
    notes: fields.notes,
  });
  const [typed, setTyped] = useState(was);
  const [meanwhile, setMeanwhile] = useState<MeanwhileChange>();
  const [problems, setProblems] = useState<Partial<Record<Field, string[]>>>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const check = (): boolean => {
    const { error } = accountChange.safeParse({ id: 1, ...typed });
    const found: Partial<Record<Field, string[]>> = {};
    for (const { path, message } of error?.issues ?? []) found[path[0] as Field] ??= [message];
    if (typed.englishName.trim() === "" && typed.arabicName.trim() === "") found.englishName ??= ["required"];
    setProblems(found);
    return Object.keys(found).length === 0;
  };

  const submit = async (form: FormData) => {
    if (!check()) return;
    setBusy(true);
    const outcome = await attempt(onChange({ ...typed, basis: basisOf(form, was) }));
    setBusy(false);
    setMeanwhile(meanwhileOf(outcome));
    if (outcome.ok) {
      onDone();
      onClose();
    } else if (outcome.code === "account_name_taken")
      setProblems({ [takenField(outcome, typed)]: ["taken"] });
    else if (Object.keys(outcome.fields).length > 0) setProblems(outcome.fields);
    else setProblem(failure(outcome));
  };

  const field = (name: Field) => ({
    name,
    value: typed[name],
    error: problems[name]?.[0] === "taken" ? t("nameTaken") : problemOf(problems[name]),
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
    onBlur: () => void check(),
  });

  return (
    <FormDialog
      title={t("editTitle")}
      problem={problem}
      meanwhile={meanwhile}
      verb={t("save")}
      busy={busy}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <NameInputs field={field} />
      <TextInput {...field("contactName")} label={t("contactName")} maxLength={100} />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <TextInput {...field("contactEmail")} label={t("contactEmail")} type="email" maxLength={254} ltr />
        <TextInput {...field("contactPhone")} label={t("contactPhone")} type="tel" maxLength={80} ltr />
      </div>
      <TextInput {...field("notes")} label={t("notes")} hint={t("notesHint")} rows={4} maxLength={2000} />
    </FormDialog>
  );
}
