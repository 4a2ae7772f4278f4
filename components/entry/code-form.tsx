"use client";

import { Button } from "@heroui/react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { TextInput } from "#components/form/text-input.tsx";
import { trySignIn, useSignInProblem } from "./use-sign-in.ts";

/** The second step of signing in: the app's code, or a recovery code. */
export function CodeForm({ startOver }: { startOver: string }) {
  const t = useTranslations("entry");
  const problemOf = useSignInProblem({
    code_wrong: t("codeWrong"),
    invalid_input: t("codeWrong"),
    too_many_guesses: t("throttled"),
    sign_in_expired: t("codeExpired"),
  });
  const fieldProblem = useProblem();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [code, setCode] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (code.trim() === "") return setProblem(fieldProblem(["required"]));
    setBusy(true);
    const outcome = await trySignIn({ code });
    // The page knows where a signed-in user goes next.
    if (outcome === "signed_in") return window.location.reload();
    setBusy(false);
    setCode("");
    setProblem(problemOf(outcome));
  };

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <h1 className="text-lg font-semibold">{t("codeTitle")}</h1>
      <p className="-mt-3 text-muted">{t("codeIntro")}</p>
      <TextInput
        name="code"
        label={t("code")}
        hint={t("codeHint")}
        error={problem}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        maxLength={60}
        ltr
        autoFocus
      />
      <Button type="submit" fullWidth isPending={busy}>
        {t("codeSubmit")}
      </Button>
      <p className="text-[13px] text-muted">{t("codeLost")}</p>
      <Link href={startOver} className="text-[13px] font-medium text-link underline underline-offset-4">
        {t("startOver")}
      </Link>
    </form>
  );
}
