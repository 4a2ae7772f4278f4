"use client";

import { Button, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { FormProblem } from "#components/form/form-problem.tsx";
import { NewPasswordFields, useRepeatProblem } from "#components/form/new-password-fields.tsx";
import { PasswordInput } from "#components/form/password-input.tsx";
import { useProblemFocus } from "#components/form/use-problem-focus.ts";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";
import { passwordChange } from "#core/access/sign-in.ts";

interface Errors {
  current?: string | undefined;
  password?: string | undefined;
  repeat?: string | undefined;
  form?: string | undefined;
}

/** Changes the password, which ends every other session. */
export function ChangePassword({
  email,
  onChange,
}: {
  email: string;
  onChange: (current: string, password: string) => Promise<Outcome>;
}) {
  const t = useTranslations("profile");
  const problemOf = useProblem();
  const repeatProblem = useRepeatProblem();
  const failure = useFailure();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const problemFocus = useProblemFocus();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Errors>({});

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    problemFocus.begin(event.currentTarget);
    const given = new FormData(event.currentTarget);
    const [current, password] = [String(given.get("current")), String(given.get("password"))];
    const issues = passwordChange.safeParse({ current, password }).error?.issues ?? [];
    const issueOf = (field: string) =>
      problemOf(issues.filter(({ path }) => path[0] === field).map(({ message }) => message));
    const found = {
      current: issueOf("current"),
      password: issueOf("password"),
      repeat: repeatProblem(given),
    };
    setErrors(found);
    if (Object.values(found).some(Boolean)) return problemFocus.show();
    setBusy(true);
    const outcome = await attempt(onChange(current, password));
    if (!outcome.ok) {
      setBusy(false);
      const named = {
        current: problemOf(outcome.fields.current),
        password: problemOf(outcome.fields.password),
      };
      setErrors(named.current || named.password ? named : { form: failure(outcome) });
      return problemFocus.show();
    }
    setBusy(false);
    form.current?.reset();
    toast.success(t("changed"));
    router.refresh();
  };

  return (
    <form ref={form} method="post" onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      <p className="text-muted">{t("passwordLead")}</p>
      <FormProblem>{errors.form}</FormProblem>
      {/* Tells password managers whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordInput
        name="current"
        label={t("current")}
        error={errors.current}
        autoComplete="current-password"
      />
      <NewPasswordFields errors={errors} />
      <Button type="submit" isPending={busy} className="self-start">
        {t("change")}
      </Button>
    </form>
  );
}
