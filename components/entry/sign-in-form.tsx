"use client";

import { Button } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { FormProblem } from "#components/form/form-problem.tsx";
import { PasswordInput } from "#components/form/password-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useProblemFocus } from "#components/form/use-problem-focus.ts";
import { trySignIn, useSignInProblem } from "./use-sign-in.ts";

/**
 * Signs in. The same answer for every wrong pair, so that nobody learns whether an e-mail exists. `codeStep` is the
 * next page of users with two-factor authentication.
 */
export function SignInForm({
  codeStep,
  hasEnded,
}: {
  codeStep: string;
  /** Whether this browser's session ended by itself. */
  hasEnded: boolean;
}) {
  const t = useTranslations("entry");
  const common = useTranslations("common.errors");
  const fieldProblem = useProblem();
  const problemFocus = useProblemFocus();
  const problemOf = useSignInProblem({
    sign_in_failed: t("failed"),
    too_many_guesses: t("throttled"),
    account_suspended: t("suspended"),
    user_deactivated: t("deactivated"),
  });
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [missing, setMissing] = useState<string[]>([]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const empty = ["email", "password"].filter((name) => String(form.get(name)).trim() === "");
    setMissing(empty);
    problemFocus.begin(event.currentTarget);
    if (empty.length > 0) return problemFocus.show();
    setBusy(true);
    const code = await trySignIn({
      email: String(form.get("email")),
      password: String(form.get("password")),
    });
    // The page knows where a signed-in user goes next.
    if (code === "signed_in") return window.location.reload();
    if (code === "code_required") return router.push(codeStep);
    setBusy(false);
    setProblem(problemOf(code));
  };

  const errorOf = (name: string) => fieldProblem(missing.includes(name) ? ["required"] : undefined);
  return (
    // A quick user can submit before React hydrates: without `method` the password would end up in the address.
    <form method="post" onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <h1 className="text-lg font-semibold">{t("title")}</h1>
      <p className="-mt-3 text-muted">{hasEnded ? common("signedOut") : t("intro")}</p>
      <FormProblem>{problem}</FormProblem>
      <TextInput
        name="email"
        label={t("email")}
        error={errorOf("email")}
        type="email"
        autoComplete="username"
        ltr
        autoFocus
      />
      <PasswordInput
        name="password"
        label={t("password")}
        error={errorOf("password")}
        autoComplete="current-password"
      />
      <Button type="submit" fullWidth isPending={busy}>
        {busy ? t("submitting") : t("submit")}
      </Button>
      <p className="text-[13px] text-muted">{t("forgot")}</p>
    </form>
  );
}
