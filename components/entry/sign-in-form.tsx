"use client";

import { Button } from "@heroui/react";
import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormProblem } from "#components/form/form-problem.tsx";
import { TextInput } from "#components/form/text-input.tsx";

/** What sign-in is refused for, in this page's words. */
const problems = {
  sign_in_failed: "failed",
  too_many_guesses: "throttled",
  account_suspended: "suspended",
  user_deactivated: "deactivated",
} as const;

type Problem = (typeof problems)[keyof typeof problems] | "unavailable" | "busy";

/**
 * Signs in. One answer for every wrong pair: nothing tells whether the e-mail exists. `codeStep` is where a user with
 * two-factor authentication goes on to.
 */
export function SignInForm({ codeStep }: { codeStep: string }) {
  const t = useTranslations("entry");
  const common = useTranslations("common.errors");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const result = await signIn("credentials", {
      email: form.get("email"),
      password: form.get("password"),
      redirect: false,
    }).catch(() => undefined);
    // The page knows where whoever is signed in goes on to.
    if (result?.ok) return window.location.reload();
    const code = result?.error;
    if (code === "code_required") return router.push(codeStep);
    setBusy(false);
    setProblem(problems[code as keyof typeof problems] ?? (code === "busy" ? "busy" : "unavailable"));
  };

  return (
    // Sent before React hears it, by a quick hand: the address must not hold a password.
    <form method="post" onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <h1 className="text-lg font-semibold">{t("title")}</h1>
      <p className="-mt-3 text-muted">{t("intro")}</p>
      <FormProblem>
        {problem === "unavailable" || problem === "busy" ? common(problem) : problem && t(problem)}
      </FormProblem>
      <TextInput name="email" label={t("email")} type="email" autoComplete="username" ltr autoFocus />
      <TextInput name="password" label={t("password")} type="password" autoComplete="current-password" ltr />
      <Button type="submit" fullWidth isPending={busy}>
        {busy ? t("submitting") : t("submit")}
      </Button>
      <p className="text-[13px] text-muted">{t("forgot")}</p>
    </form>
  );
}
