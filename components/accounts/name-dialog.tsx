"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { attempt, useFailure } from "#components/ui/outcome.ts";
import { newAccount } from "#core/customer/account.ts";
import type { AccountActions } from "./account-actions.tsx";

/** Asks for the name of a new account. */
export function NameDialog({
  onCreate,
  onDone,
  onClose,
}: Pick<AccountActions, "onCreate"> & {
  onDone: (account: { id: number }, name: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations("accounts");
  const problemOf = useProblem();
  const failure = useFailure();
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    const checked = newAccount.safeParse({ name });
    if (!checked.success) return setError(problemOf([checked.error.issues[0]!.message]));
    setBusy(true);
    const outcome = await attempt(onCreate(name));
    setBusy(false);
    if (outcome.ok) {
      onClose();
      return onDone(outcome.value, name.trim());
    }
    if (outcome.code === "account_name_taken") setError(t("nameTaken"));
    else setProblem(failure(outcome));
  };

  return (
    <FormDialog
      title={t("createTitle")}
      lead={t("createText")}
      problem={problem}
      verb={t("createVerb")}
      busy={busy}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        error={error}
        value={name}
        onChange={(value) => {
          setName(value);
          setError(undefined);
        }}
        maxLength={100}
        autoFocus
      />
    </FormDialog>
  );
}
