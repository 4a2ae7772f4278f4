"use client";

import { Button } from "@heroui/react";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { FormProblem } from "#components/form/form-problem.tsx";
import { NewPasswordFields, useRepeatProblem } from "#components/form/new-password-fields.tsx";
import { useProblemFocus } from "#components/form/use-problem-focus.ts";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";
import { password as passwordSchema } from "#core/access/user.ts";

/** Sets the password of an invitation or reset link, and signs in with it. */
export function SetPasswordForm({
  kind,
  email,
  onSet,
  children,
}: {
  kind: "invitation" | "password_reset";
  email: string;
  onSet: (password: string) => Promise<Outcome<{ email: string }>>;
  /** Who invites to what. */
  children: ReactNode;
}) {
  const t = useTranslations("entry");
  const problemOf = useProblem();
  const failure = useFailure();
  const repeatProblem = useRepeatProblem();
  const problemFocus = useProblemFocus();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<{
    password?: string | undefined;
    repeat?: string | undefined;
    form?: string;
  }>({});

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    problemFocus.begin(event.currentTarget);
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password"));
    const checked = passwordSchema.safeParse(password);
    const found = {
      password: checked.success ? undefined : problemOf([checked.error.issues[0]!.message]),
      repeat: repeatProblem(form),
    };
    setErrors(found);
    if (found.password || found.repeat) return problemFocus.show();
    setBusy(true);
    const result = await attempt(onSet(password));
    if (result.ok) {
      const { email } = result.value;
      const signedIn = await signIn("credentials", { email, password, redirect: false }).catch(
        () => undefined,
      );
      return window.location.assign(signedIn?.error === "code_required" ? "/sign-in/code" : "/");
    }
    setBusy(false);
    setErrors({ form: failure(result, { link_not_valid: t("linkInvalid") }) });
  };

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <h1 className="text-lg font-semibold">{t(kind === "invitation" ? "invitedTitle" : "invited")}</h1>
      {children}
      <p className="-mt-2 text-muted">
        {t.rich(kind === "invitation" ? "invitedText" : "resetText", {
          email,
        })}
      </p>
      <FormProblem>{errors.form}</FormProblem>
      <NewPasswordFields errors={errors} autoFocus />
      <Button type="submit" fullWidth isPending={busy}>
        {t("set")}
      </Button>
    </form>
  );
}
