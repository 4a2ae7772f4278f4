"use client";

import { useTranslations } from "next-intl";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { PasswordInput } from "#components/form/password-input.tsx";
import type { OneTokenProps, TokenActions, TokenView } from "./token-view.ts";
import { useRun } from "./use-run.ts";

/** Asks for the password, and reveals the token. */
export function RevealDialog({
  token,
  onReveal,
  onDone,
  onClose,
}: Omit<OneTokenProps, "token"> & {
  token: Pick<TokenView, "id" | "name">;
  onReveal: NonNullable<TokenActions["onReveal"]>;
}) {
  const t = useTranslations("tokens");
  const { busy, refused, run } = useRun();
  const problemOf = useProblem();
  const error = refused?.code === "password_wrong" ? refused.text : problemOf(refused?.fields.password);
  return (
    <FormDialog
      title={t("revealTitle", { name: token.name })}
      lead={t("revealLead")}
      problem={error ? undefined : refused?.text}
      verb={t("reveal")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) =>
        void run(onReveal(token.id, String(form.get("password"))), (value) => onDone(value.token))
      }
    >
      <PasswordInput
        name="password"
        label={t("password")}
        error={error}
        autoComplete="current-password"
        autoFocus
      />
    </FormDialog>
  );
}
