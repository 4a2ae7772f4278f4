"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { useFormKey, useKeyedTexts } from "#components/form/use-form-key.ts";
import { attempt, useFailure } from "#components/ui/outcome.ts";
import { newAccount } from "#core/customer/account.ts";
import type { AccountActions } from "./account-actions.tsx";
import { NameInputs, takenField } from "./name-inputs.tsx";

/** Asks for the names of a new account. */
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
  const { key, settle } = useFormKey();
  const keyed = useKeyedTexts();
  const [typed, setTyped] = useState({ englishName: "", arabicName: "" });
  const [error, setError] = useState<Partial<Record<keyof typeof typed, string | undefined>>>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    const checked = newAccount.safeParse(typed);
    if (!checked.success) {
      const { path, message } = checked.error.issues[0]!;
      return setError({ [path[0] === "arabicName" ? "arabicName" : "englishName"]: problemOf([message]) });
    }
    setBusy(true);
    const outcome = await attempt(onCreate({ ...typed, key }));
    setBusy(false);
    settle(outcome);
    if (outcome.ok) {
      onClose();
      return onDone(outcome.value, (typed.englishName || typed.arabicName).trim());
    }
    if (outcome.code === "account_name_taken") setError({ [takenField(outcome, typed)]: t("nameTaken") });
    else setProblem(failure(outcome, keyed));
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
      <NameInputs
        field={(name) => ({
          name,
          value: typed[name],
          error: error[name],
          onChange: (value: string) => {
            setTyped((before) => ({ ...before, [name]: value }));
            setError({});
          },
        })}
      />
    </FormDialog>
  );
}
